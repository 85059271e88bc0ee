package dev.hawser.tunnel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long and how much a host keeps of answers that did not arrive. */
class KeptAnswersTest {

    private static final int ANSWER_BYTES = 60_000;

    private final List<TunnelErrorCode> failures = new ArrayList<>();
    private int answered;
    private int ran;

    @Test
    void anAnswerThatWasLostIsSentAgainAndRunsOnce() {
        SimEnds ends = ends(TunnelLimits.defaults());
        ends.broker.losses(SimBroker.first(3, (subject, message) -> SimBroker.typeOf(message) == 2));

        ask(ends);

        assertThat(ends.world.runUntil(() -> answered == 1, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(ran).isEqualTo(1);
    }

    @Test
    void anAnswerThatNeverArrivesIsGivenUpAfterHalfAMinuteAndTheCallerIsTold() {
        SimEnds ends = ends(TunnelLimits.defaults());
        ends.broker.losses((subject, message) -> SimBroker.typeOf(message) == 2);

        ask(ends);

        ends.world.run(Duration.ofSeconds(29));
        assertThat(failures).isEmpty();
        assertThat(ends.world.runUntil(() -> !failures.isEmpty(), Duration.ofSeconds(30)))
                .isTrue();
        assertThat(failures).containsExactly(TunnelErrorCode.RESET);
        assertThat(ran).isEqualTo(1);
    }

    @Test
    void timeInWhichTheCallerCannotFetchItDoesNotCount() {
        SimEnds ends = ends(TunnelLimits.defaults());
        ends.broker.losses((subject, message) -> SimBroker.typeOf(message) == 2);
        ask(ends);
        ends.world.run(Duration.ofSeconds(1));

        ends.hostConnection.cut(Duration.ofSeconds(40));
        ends.world.run(Duration.ofSeconds(45));
        assertThat(failures).as("just back, and still not through").isEmpty();
        ends.broker.losses((subject, message) -> false);

        assertThat(ends.world.runUntil(() -> answered == 1, Duration.ofSeconds(10)))
                .isTrue();
        assertThat(ran).isEqualTo(1);
    }

    @Test
    void theOldestAreGivenUpWhenTheyHoldTooMuch() {
        SimEnds ends = ends(TunnelLimits.defaults().withStreams(4, 100).withBudgets(0, 1 << 20));
        ends.broker.losses((subject, message) -> SimBroker.typeOf(message) == 2);

        for (int i = 0; i < 3; i++) {
            ask(ends);
            ends.world.run(Duration.ofMillis(200));
        }
        ends.broker.losses((subject, message) -> false);

        assertThat(ends.world.runUntil(() -> answered + failures.size() == 3, Duration.ofSeconds(40)))
                .isTrue();
        assertThat(failures).as("64 KiB may be kept").containsExactly(TunnelErrorCode.RESET, TunnelErrorCode.RESET);
        assertThat(ran).isEqualTo(3);
    }

    private SimEnds ends(TunnelLimits limits) {
        return new SimEnds(1, TunnelOptions.defaults().withLimits(limits), exchange -> {
            ran++;
            return Uni.createFrom().item(TunnelResponse.of(200, "text/plain", new byte[ANSWER_BYTES]));
        });
    }

    private void ask(SimEnds ends) {
        ends.caller
                .send(SimEnds.LINK, TunnelRequest.post("/", TunnelBody.empty()))
                .subscribe()
                .with(response -> answered++, failure -> failures.add(((TunnelException) failure).code()));
    }
}
