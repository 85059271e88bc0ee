package dev.hawser.agent.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.farside.FarSide;
import dev.hawser.agent.farside.RunningAgent;
import dev.hawser.agent.local.AgentHealth;
import dev.hawser.agent.outbox.OutboxFixture;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.tunnel.TunnelRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an agent gets, keeps and loses its session. */
class AgentSessionTest {

    @TempDir
    private Path folder;

    private FarSide far;

    @BeforeEach
    void startServer() throws InterruptedException {
        far = new FarSide(folder.resolve("far"));
    }

    @AfterEach
    void stopServer() {
        far.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHENTICATED", "LINK_REVOKED"})
    void aTokenThatDoesNotHoldEndsTheAgent(ProblemCode code) throws IOException {
        far.gateway().refuse(code);

        AgentEnd end = agent().end();

        assertThat(end)
                .isInstanceOfSatisfying(
                        AgentEnd.SignedOut.class,
                        out -> assertThat(out.reason()).contains(code.text()));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUPERSEDED", "IN_USE"})
    void aLinkThatSomebodyElseHasEndsTheAgent(ProblemCode code) throws IOException {
        far.gateway().refuse(code);

        AgentEnd end = agent().end();

        assertThat(end)
                .isInstanceOfSatisfying(
                        AgentEnd.Conflict.class, out -> assertThat(out.reason()).contains(code.text()));
    }

    @Test
    void aServerThatIsNotReadyIsAskedAgain() throws IOException, InterruptedException {
        far.gateway().refuse(ProblemCode.UNAVAILABLE);

        try (RunningAgent agent = agent()) {
            await().until(() -> far.gateway().requests().size() >= 2);
            assertThat(agent.agent().health().state()).isEqualTo(AgentHealth.State.DEGRADED);
            assertThat(agent.agent().health().advice().orElseThrow()).contains("503");
            far.gateway().grant();

            agent.awaitLinked();

            assertThat(agent.agent().health().state()).isEqualTo(AgentHealth.State.HEALTHY);
        }
    }

    @Test
    void aSecondAgentOfTheSameFoldersIsRefused() throws IOException, InterruptedException {
        try (RunningAgent first = agent().awaitLinked();
                RunningAgent second = agent()) {
            assertThat(second.end()).isInstanceOf(AgentEnd.Conflict.class);
            assertThat(first.agent().health().state()).isEqualTo(AgentHealth.State.HEALTHY);
        }
    }

    @Test
    void aNewerAgentTakesOver() throws IOException, InterruptedException {
        try (RunningAgent agent = agent().awaitLinked()) {
            assertThat(shutdown(Shutdown.superseded(1)))
                    .as("its own generation")
                    .isEqualTo(204);

            assertThat(shutdown(Shutdown.superseded(2))).isEqualTo(202);

            assertThat(agent.end()).isInstanceOf(AgentEnd.Conflict.class);
        }
    }

    @Test
    void aRevokedLinkEndsTheAgent() throws IOException, InterruptedException {
        try (RunningAgent agent = agent().awaitLinked()) {
            assertThat(shutdown(Shutdown.revoked())).isEqualTo(202);

            assertThat(agent.end()).isInstanceOf(AgentEnd.SignedOut.class);
        }
    }

    @Test
    void aRenewalKeepsTheKeyAndNothingNoticesIt() throws IOException, InterruptedException {
        far.gateway().renewAfter(Duration.ZERO);
        WorkItem item = OutboxFixture.item(Ids.next(IdPrefix.RUN), 1, 1, "echo", "slow:400x20");

        try (RunningAgent agent = agent().awaitLinked()) {
            far.dispatch().push(item);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> far.gateway().requests().size() >= 2);
            far.gateway().renewAfter(Duration.ofMinutes(12));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> far.dispatch().log(item.runId()).ended());

            List<LinkSessionBody> requests = far.gateway().requests();
            assertThat(requests)
                    .extracting(LinkSessionBody::publicKey)
                    .containsOnly(requests.getFirst().publicKey());
            assertThat(requests.get(0).generation()).isEmpty();
            assertThat(requests.get(1).generation()).isEqualTo(Optional.of(1L));
            assertThat(far.dispatch().log(item.runId()).end()).contains("{\"outcome\":\"succeeded\"}");
            assertThat(agent.agent().health().state()).isEqualTo(AgentHealth.State.HEALTHY);
        }
    }

    @Test
    void anUnknownPathIsNotFoundAndAWrongMethodNotAllowed() throws IOException, InterruptedException {
        try (RunningAgent agent = agent().awaitLinked()) {
            assertThat(agent.agent().health().linkId()).contains(far.link());
            assertThat(far.dispatch().send(TunnelRequest.get("/etc/passwd")).status())
                    .isEqualTo(404);
            assertThat(far.dispatch().send(TunnelRequest.get(AgentPath.WORK)).status())
                    .isEqualTo(405);
            assertThat(far.dispatch()
                            .send(TunnelRequest.postJson(AgentPath.WORK, new byte[] {'{'}))
                            .status())
                    .isEqualTo(400);
        }
    }

    private int shutdown(Shutdown notice) {
        return far.dispatch().post(AgentPath.SHUTDOWN, notice).status();
    }

    private RunningAgent agent() throws IOException {
        return new RunningAgent(folder.resolve("home"), far.gateway().url(), AgentConfig.EMPTY);
    }
}
