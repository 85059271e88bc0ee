package dev.hawser.dispatch.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Owner;
import dev.hawser.dispatch.lab.Sweeps;
import dev.hawser.dispatch.lease.LeaseConfig;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import dev.hawser.jetstream.connection.Pod;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many claims at once, on a real database. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class ClaimBatchesTest {

    private static final int MANY = 300;

    @Inject
    Lab lab;

    @Inject
    Sweeps sweeps;

    @Inject
    Pool pool;

    @Inject
    LeaseConfig lease;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Owner owner;

    @BeforeEach
    void noSweepInterferes() {
        lab.awaitReady();
        sweeps.pause();
        owner = lab.owner();
    }

    @AfterEach
    void sweepsGoOn() {
        lab.sql("DELETE FROM runs WHERE owner = $1", owner.user());
        sweeps.resume();
    }

    @Test
    void claimsThatAreAskedForTogetherCostFewStatements() {
        List<String> runs = offered(MANY);

        List<Optional<RunRow>> claimed = all(claimAll(pod("one"), runs));

        assertThat(claimed).allSatisfy(row -> {
            assertThat(row.orElseThrow().state()).isEqualTo(RunState.RUNNING);
            assertThat(row.orElseThrow().holder().fence()).isEqualTo(1);
            assertThat(row.orElseThrow().holder().link()).contains(owner.link());
        });
        assertThat(claimed).extracting(row -> row.orElseThrow().id()).containsExactlyElementsOf(runs);
        assertThat(attempts()).isEqualTo(MANY);
        assertThat(metrics.get("hawser_dispatch_claim_statements").timer().count())
                .isLessThan(MANY / 10);
    }

    @Test
    void whatCannotBeClaimedIsLeftOutOfItsBatch() {
        List<String> runs = offered(4);
        lab.sql("UPDATE runs SET fence = 7 WHERE id = $1", runs.get(0));
        lab.sql("UPDATE runs SET cancel_requested_at = now() WHERE id = $1", runs.get(1));
        lab.sql("UPDATE offers SET target = '{\"link\": \"lnk_nobody\"}' WHERE run = $1", runs.get(2));

        List<Optional<RunRow>> claimed = all(claimAll(pod("one"), runs));

        assertThat(claimed).extracting(Optional::isPresent).containsExactly(false, false, false, true);
    }

    @Test
    void aRunThatCannotBeClaimedHoldsNoOtherOneUp() {
        List<String> runs = offered(20);
        lab.sql(
                "INSERT INTO attempts (run, fence, attempt, target, pod) VALUES ($1, 1, 1, '{}', 'pod-x')",
                runs.get(7));

        List<CompletableFuture<Optional<RunRow>>> claims = claimAll(pod("one"), runs);

        for (int number = 0; number < runs.size(); number++) {
            if (number == 7) {
                assertThatThrownBy(claims.get(number)::join).hasMessageContaining("attempts_pkey");
            } else {
                assertThat(claims.get(number).join()).isPresent();
            }
        }
    }

    @Test
    void twoPodsThatWantTheSameOffersGetEachOfThemOnce() {
        List<String> runs = offered(MANY);

        var first = claimAll(pod("one"), runs);
        var second = claimAll(pod("two"), runs.reversed());
        long wins = all(first).stream().filter(Optional::isPresent).count()
                + all(second).stream().filter(Optional::isPresent).count();

        assertThat(wins).isEqualTo(MANY);
        assertThat(attempts()).isEqualTo(MANY);
        assertThat(lab.count("SELECT max(fence) FROM runs WHERE owner = $1", owner.user()))
                .isEqualTo(1);
    }

    private ClaimBatches pod(String name) {
        return new ClaimBatches(new ClaimRepository(pool, lease, new Pod("dispatch", name)), metrics);
    }

    private static List<CompletableFuture<Optional<RunRow>>> claimAll(ClaimBatches batches, List<String> runs) {
        return runs.stream()
                .map(run -> batches.claim(new ClaimRequest(run, 0, 1)))
                .map(Uni::subscribeAsCompletionStage)
                .toList();
    }

    private static List<Optional<RunRow>> all(List<CompletableFuture<Optional<RunRow>>> claims) {
        return claims.stream().map(CompletableFuture::join).toList();
    }

    private long attempts() {
        return lab.count(
                "SELECT count(*) FROM attempts JOIN runs ON runs.id = attempts.run WHERE owner = $1", owner.user());
    }

    private List<String> offered(int count) {
        return IntStream.range(0, count).mapToObj(number -> offered()).toList();
    }

    private String offered() {
        String run = Ids.next(IdPrefix.RUN);
        lab.sql("""
                WITH run AS (
                    INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, position, deadline_at,
                                      state, offer_until)
                    SELECT $1, tenant, owner, id, partition, 'msg_x', '{"kind":"user","id":"usr_x","display":"Ann"}', 1,
                           now() + interval '1 hour', 'offered', now()
                      FROM threads WHERE id = $2
                    RETURNING id
                )
                INSERT INTO offers (run, target, deadline, state)
                SELECT id, jsonb_build_object('link', $3::text), now() + interval '1 hour', 'open' FROM run
                """, run, lab.thread(owner), owner.link());
        return run;
    }
}
