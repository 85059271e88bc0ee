package dev.hawser.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.http.LinkSessionBody;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkCredentialTest {

    /** The clock of this desktop is two hours late. */
    private static final AgentIdentity IDENTITY =
            new AgentIdentity("machine", "desktop", "os", "1", List.of("runs"), List.of("echo"));

    private Instant local = Instant.parse("2026-05-01T10:00:00Z");

    private Instant server = local.plus(Duration.ofHours(2));
    private String minVersion = "0.1.0";
    private final Deque<SessionAnswer> answers = new ArrayDeque<>();
    private final List<LinkSessionBody> asked = new ArrayList<>();
    private final ServerClock clock = new ServerClock(() -> local);
    private final LinkCredential credential = new LinkCredential(
            body -> {
                asked.add(body);
                return answers.isEmpty() ? granted("jwt-" + asked.size()) : answers.pop();
            },
            IDENTITY,
            clock,
            false);

    @Test
    void theClockFollowsTheServer() throws InterruptedException {
        credential.obtain(reason -> {});

        assertThat(clock.instant()).isEqualTo(server);
    }

    @Test
    void aGoodJwtIsGivenOutWithoutAsking() throws InterruptedException {
        credential.obtain(reason -> {});

        assertThat(jwt()).isEqualTo("jwt-1");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aJwtThatIsAboutToExpireIsRenewedBeforeItIsGivenOut() throws InterruptedException {
        credential.obtain(reason -> {});
        pass(Duration.ofMinutes(14).plusSeconds(31));

        assertThat(jwt()).isEqualTo("jwt-2");
        assertThat(asked.get(0).generation()).isEmpty();
        assertThat(asked.get(1).generation()).isEqualTo(Optional.of(7L));
        assertThat(asked.get(1).publicKey()).isEqualTo(asked.get(0).publicKey()).startsWith("U");
    }

    @Test
    void anExpiredJwtIsNeverGivenOut() throws InterruptedException {
        credential.obtain(reason -> {});
        pass(Duration.ofHours(1));
        answers.push(new SessionAnswer.Unavailable("away"));

        assertThatThrownBy(this::jwt).isInstanceOf(IllegalStateException.class);
        assertThat(jwt()).as("when the server is back").isEqualTo("jwt-3");
    }

    @Test
    void aShortLifeIsUsedUpToItsLastTenth() throws InterruptedException {
        answers.add(granted("short", Duration.ofSeconds(5)));
        credential.obtain(reason -> {});

        pass(Duration.ofMillis(4_400));
        assertThat(jwt()).isEqualTo("short");
        pass(Duration.ofMillis(200));
        assertThat(jwt()).isEqualTo("jwt-2");
    }

    @Test
    void theLinkIsTakenOverOnceAndNotByRenewals() throws InterruptedException {
        var taking = new LinkCredential(
                body -> {
                    asked.add(body);
                    return granted("jwt");
                },
                IDENTITY,
                clock,
                true);
        taking.obtain(reason -> {});
        taking.ask();

        assertThat(asked).extracting(LinkSessionBody::takeOver).containsExactly(Optional.of(true), Optional.empty());
    }

    @Test
    void anUnreachableServerIsAskedUntilItAnswersAndARefusalIsFinal() throws InterruptedException {
        answers.add(new SessionAnswer.Unavailable("away"));
        answers.add(granted("jwt"));
        List<String> obstacles = new ArrayList<>();

        credential.obtain(obstacles::add);

        assertThat(obstacles).containsExactly("away");
        answers.add(new SessionAnswer.SignedOut("no"));
        assertThatThrownBy(() -> credential.obtain(obstacles::add)).isInstanceOf(SessionEndedException.class);
    }

    private String jwt() {
        return new String(
                credential.forConnections().authHandler().orElseThrow().getJWT());
    }

    @Test
    void anAgentThatIsTooOldSaysWhichOneIsNeededAndDoesNotConnect() {
        minVersion = "1.2.0";

        assertThatThrownBy(() -> credential.obtain(reason -> {}))
                .isInstanceOfSatisfying(
                        SessionEndedException.class,
                        ended -> assertThat(ended.answer()).isInstanceOf(SessionAnswer.Rejected.class))
                .hasMessageContaining("1.2.0 or newer");
        assertThat(asked).hasSize(1);
    }

    private void pass(Duration time) {
        local = local.plus(time);
        server = server.plus(time);
    }

    private SessionAnswer granted(String jwt) {
        return granted(jwt, Duration.ofMinutes(15));
    }

    private SessionAnswer granted(String jwt, Duration life) {
        return new SessionAnswer.Granted(new LinkSession(
                "lnk_1",
                7,
                new LinkSession.Connection(List.of("nats://localhost"), jwt),
                List.of(),
                server,
                server.plus(life),
                server.plus(Duration.ofMinutes(12)),
                minVersion));
    }
}
