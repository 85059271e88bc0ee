package dev.hawser.dispatch.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.dispatch.claim.ClaimMoves;
import dev.hawser.dispatch.end.EndResult;
import dev.hawser.dispatch.end.Ends;
import dev.hawser.dispatch.gate.Gate;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Owner;
import dev.hawser.dispatch.lab.Sweeps;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every stage and every move on a real database: the guards of the statements decide what the table says. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@QuarkusTestResource(DispatchStack.class)
class RunMachineTest {

    @Inject
    Lab lab;

    @Inject
    Sweeps sweeps;

    @Inject
    RunRepository runs;

    @Inject
    ClaimMoves claims;

    @Inject
    Ends ends;

    @Inject
    Gate gate;

    private Owner owner;
    private String run;

    @BeforeAll
    void noSweepInterferes() {
        lab.awaitReady();
        sweeps.pause();
    }

    @AfterAll
    void sweepsGoOn() {
        sweeps.resume();
    }

    @BeforeEach
    void anOwner() {
        owner = lab.owner();
        run = Ids.next(IdPrefix.RUN);
    }

    @AfterEach
    void theRunIsGone() {
        lab.sql("DELETE FROM runs WHERE id = $1", run);
    }

    static Stream<Arguments> pairs() {
        return Arrays.stream(RunStage.values())
                .flatMap(stage -> Arrays.stream(RunMove.values())
                        .filter(move -> move != RunMove.PROJECT)
                        .map(move -> Arguments.of(stage, move)));
    }

    @ParameterizedTest(name = "{0} × {1}")
    @MethodSource("pairs")
    @DisplayName("decocms-runs W4: every write names state and fence, so a late one changes nothing")
    void theGuardOfEachStatementDecidesWhatTheTableSays(RunStage stage, RunMove move) {
        insert(stage, move != RunMove.NO_TARGET);
        RunRow before = lab.run(run);
        assertThat(RunStage.of(before)).isEqualTo(stage);

        make(move, before);

        assertThat(RunStage.of(lab.run(run)))
                .isEqualTo(RunMachine.next(stage, move).orElse(stage));
    }

    static Stream<Arguments> pairsOfHolders() {
        EnumSet<RunMove> ofHolders =
                EnumSet.of(RunMove.CLAIM, RunMove.CONFIRM, RunMove.LOSE, RunMove.DECLINE, RunMove.END_IN_LOG);
        return pairs().filter(pair -> ofHolders.contains((RunMove) pair.get()[1]));
    }

    @ParameterizedTest(name = "{0} × {1} with an older fence")
    @MethodSource("pairsOfHolders")
    @DisplayName("decocms-runs W4: a move of an older fence is refused in every state")
    void aHolderWhoseFenceIsOldMovesNothing(RunStage stage, RunMove move) {
        insert(stage, true);
        RunRow old = lab.run(run);
        lab.sql("UPDATE runs SET fence = fence + 1 WHERE id = $1", run);
        RunRow newer = lab.run(run);

        make(move, old);

        assertThat(lab.run(run)).isEqualTo(newer);
    }

    private void make(RunMove move, RunRow row) {
        switch (move) {
            case OFFER, NO_TARGET -> open(row);
            case CLAIM -> claims.claim(row);
            case CONFIRM ->
                Lab.wait(runs.confirm(lab.pool(), row.id(), row.holder().fence(), Duration.ofSeconds(30)));
            case LOSE -> Lab.wait(runs.reoffer(row.id(), row.holder().fence(), Duration.ZERO, "lost"));
            case DECLINE -> claims.decline(row);
            case CANCEL -> end(row, EndBody.cancelled());
            case FAIL -> end(row, EndBody.failed(RunErrorCode.NO_PROGRESS, "nothing for too long"));
            case END_IN_LOG -> Lab.wait(runs.settle(row.id(), row.holder().fence()));
            case PROJECT -> throw new IllegalArgumentException("that is the projector's");
        }
    }

    private void open(RunRow row) {
        Lab.wait(lab.pool()
                .withTransaction(
                        tx -> gate.lock(tx, row.key().thread()).chain(thread -> gate.open(tx, thread.orElseThrow()))));
    }

    private void end(RunRow row, EndBody end) {
        EndResult result = Lab.wait(lab.pool().withTransaction(tx -> ends.end(tx, row.id(), end)));
        assertThat(result).isNotNull();
    }

    private void insert(RunStage stage, boolean withLink) {
        if (!withLink) {
            lab.sql("UPDATE links SET revoked_at = now() WHERE id = $1", owner.link());
        }
        boolean claimed = stage != RunStage.QUEUED && stage != RunStage.OFFERED;
        boolean ending = stage == RunStage.OFFERED_ENDING || stage == RunStage.RUNNING_ENDING;
        lab.sql(
                """
                WITH run AS (
                    INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, position, deadline_at,
                                      state, fence, link, lease_until, offer_until, end_intent, finished_at)
                    SELECT $1, tenant, owner, id, partition, 'msg_x', '{"kind":"user","id":"usr_x","display":"Ann"}', 1,
                           now() + interval '1 hour', $3, $4, $5, now() + interval '1 hour', now(), $6::text::jsonb,
                           CASE WHEN $3 IN ('succeeded', 'failed', 'cancelled') THEN now() END
                      FROM threads WHERE id = $2
                    RETURNING id
                )
                INSERT INTO offers (run, target, deadline, state)
                SELECT id, jsonb_build_object('link', $7::text), now() + interval '1 hour', 'open'
                  FROM run WHERE $3 <> 'queued'
                """,
                run,
                lab.thread(owner),
                stage.state().text(),
                claimed ? 3L : 0L,
                stage.state() == RunState.RUNNING ? owner.link() : null,
                ending ? Json.text(EndBody.cancelled()) : null,
                owner.link());
    }
}
