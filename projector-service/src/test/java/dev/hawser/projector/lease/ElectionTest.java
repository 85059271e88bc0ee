package dev.hawser.projector.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.lease.LeaseStore;
import dev.hawser.projector.commit.Batch;
import dev.hawser.projector.commit.Checkpoint;
import dev.hawser.projector.commit.CommitOutcome;
import dev.hawser.projector.commit.Commits;
import dev.hawser.projector.lab.FreezableThreads;
import dev.hawser.projector.lab.Meters;
import dev.hawser.projector.lab.ProjectorStack;
import dev.hawser.projector.lab.Rows;
import dev.hawser.projector.lab.Rows.TestRun;
import dev.hawser.projector.lab.Script;
import dev.hawser.projector.lab.TestDispatch;
import dev.hawser.projector.lead.Leading;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two pods: the service under test, and a second one in the same JVM whose threads can be stopped. */
@QuarkusTest
@QuarkusTestResource(ProjectorStack.class)
class ElectionTest {

    private static final Logger LOG = Logger.getLogger(ElectionTest.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Projector projector;

    @Inject
    LeaseStore store;

    @Inject
    Leading leading;

    @Inject
    LeaseConfig config;

    @Inject
    Commits commits;

    private final TestDispatch dispatch = TestDispatch.connect();
    private final Rows rows = new Rows();
    private final FreezableThreads threads = new FreezableThreads(Infrastructure.getDefaultWorkerPool());
    private Election second;

    @BeforeEach
    void startASecondPod() {
        await().atMost(PATIENCE).until(() -> led(projector.election()).size() == 16);
        second = new Election(
                store,
                leading,
                config,
                new Pod("projector", "pod-b"),
                UUID.randomUUID().toString(),
                threads);
        second.start();
        await().atMost(PATIENCE)
                .until(() ->
                        led(projector.election()).size() == 8 && led(second).size() == 8);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(leaders().values())
                        .filteredOn("pod-b"::equals)
                        .hasSize(8));
    }

    @AfterEach
    void stop() {
        threads.thaw();
        second.stop().await().atMost(PATIENCE);
        dispatch.close();
        rows.close();
    }

    @Test
    @DisplayName("decocms-runs W15, W20: a partition has exactly one leader; pods share evenly, a lone one leads all")
    void twoPodsShareEvenlyAndALonePodLeadsAll() {
        assertThat(led(projector.election())).doesNotContainAnyElementsOf(led(second));

        second.stop().await().atMost(PATIENCE);

        await("no lease has to end")
                .atMost(StreamCatalogue.LEASE_TTL)
                .until(() -> led(projector.election()).size() == 16);
    }

    @Test
    @DisplayName("decocms-runs W15: a graceful stop hands a run over in its middle")
    void aGracefulStopHandsARunOverInItsMiddle() {
        TestRun run = runOfSecondPod();
        var script = new Script(dispatch, run).claim().begin().say("first ");
        awaitDurable(run, 2);
        script.say("second ");
        long epoch = epoch(run);

        Instant begun = Instant.now();
        second.stop().await().atMost(PATIENCE);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> epoch(run) > epoch);
        Duration takeover = Duration.between(begun, Instant.now());
        script.say("third").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("first second third");
        LOG.infof("take-over after a graceful stop: %s", takeover);
        assertThat(takeover).as("no lease had to end").isLessThan(StreamCatalogue.LEASE_TTL);
    }

    /** A large fold is not stored with every commit, while the checkpoint moves on. */
    @Test
    void aSuccessorReadsFromTheLogWhatOfALargeFoldWasNotStored() {
        TestRun run = runOfSecondPod();
        String large = "0123456789abcdef".repeat(16 * 1024);
        var script = new Script(dispatch, run).claim().begin().say(large);
        awaitDurable(run, 2);
        script.say(" and").say(" more");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Long.parseLong(checkpoint(run)))
                        .isGreaterThan(Long.parseLong(
                                rows.text("SELECT stream_seq::text FROM open_folds WHERE run = ?", run.id())
                                        .orElseThrow())));

        second.stop().await().atMost(PATIENCE);
        script.finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo(large + " and more");
    }

    @Test
    void aStoredFoldThatCannotBeReadIsFoldedAnewFromTheLog() {
        TestRun run = runOfSecondPod();
        var script = new Script(dispatch, run).claim().begin().say("first ");
        awaitDurable(run, 2);
        rows.update("UPDATE open_folds SET fold = '{\"nextSeq\":1}' WHERE run = ?", run.id());

        second.stop().await().atMost(PATIENCE);
        script.say("second").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("first second");
    }

    /** Also what happens when a purged log is read again. */
    @Test
    void aStreamThatEndsBeforeTheCheckpointIsReadFromItsStart() {
        TestRun run = runOfSecondPod();
        TestRun over = rows.run("q", partition -> partition == run.partition());
        new Script(dispatch, over).claim().begin().say("over and out").finish();
        awaitState(over, "succeeded");
        dispatch.purge(over.partition(), over.id());
        var script = new Script(dispatch, run).claim().begin().say("first ");
        awaitDurable(run, 2);
        double alarms = Meters.value("hawser_projector_alarms_total");
        rows.update(
                "UPDATE projection_partitions SET checkpoint = checkpoint + 1000000 WHERE partition = ?",
                run.partition());

        second.stop().await().atMost(PATIENCE);
        script.say("second").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("first second");
        assertThat(rows.answer(over)).isEqualTo("over and out");
        assertThat(Long.parseLong(checkpoint(run))).isLessThan(1_000_000);
        assertThat(Meters.value("hawser_projector_alarms_total")).isGreaterThan(alarms);
        assertThat(rows.text("SELECT run FROM poison_records WHERE run IN (?, ?)", run.id(), over.id()))
                .isEmpty();
    }

    @Test
    void aPodThatFallsSilentIsReplacedAndItsReturnChangesNothing() {
        TestRun run = runOfSecondPod();
        var script = new Script(dispatch, run).claim().begin().say("first ");
        awaitDurable(run, 2);
        long epoch = epoch(run);

        threads.freeze();
        Instant begun = Instant.now();
        script.say("second ");
        await().atMost(PATIENCE).until(() -> epoch(run) > epoch);
        Duration takeover = Duration.between(begun, Instant.now());
        threads.thaw();
        script.say("third").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("first second third");
        LOG.infof("take-over after silence: %s", takeover);
    }

    @Test
    @DisplayName("decocms-runs W4: the commit of a leader that was replaced is refused whole")
    void theCommitOfALeaderThatWasReplacedIsRefusedWhole() {
        TestRun run = runOfSecondPod();
        long old = epoch(run);
        String checkpoint = checkpoint(run);
        second.stop().await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> epoch(run) > old);

        CommitOutcome outcome = commits.commit(new Batch(
                        new Checkpoint(run.partition(), old, Instant.now(), 1_000_000),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .await()
                .atMost(PATIENCE);

        assertThat(outcome).isInstanceOf(CommitOutcome.Refused.class);
        assertThat(checkpoint(run)).isEqualTo(checkpoint);
    }

    @Test
    void aLeaderWhoseEpochIsOverStopsAndThePartitionIsLedAgain() {
        TestRun run = runOfSecondPod();
        rows.update("UPDATE projection_partitions SET epoch = epoch + 1 WHERE partition = ?", run.partition());
        long stolen = epoch(run);

        new Script(dispatch, run).claim().begin().say("x").finish();

        await().atMost(PATIENCE).until(() -> epoch(run) > stolen);
        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("x");
    }

    private TestRun runOfSecondPod() {
        Set<Integer> partitions = led(second);
        return rows.run("q", partitions::contains);
    }

    private static Set<Integer> led(Election election) {
        return election.partitions().await().atMost(PATIENCE);
    }

    private java.util.Map<String, String> leaders() {
        return rows.pairs("SELECT partition::text, leader FROM projection_partitions");
    }

    private long epoch(TestRun run) {
        return Long.parseLong(
                rows.text("SELECT epoch::text FROM projection_partitions WHERE partition = ?", run.partition())
                        .orElseThrow());
    }

    private String checkpoint(TestRun run) {
        return rows.text("SELECT checkpoint::text FROM projection_partitions WHERE partition = ?", run.partition())
                .orElseThrow();
    }

    private void awaitDurable(TestRun run, long seq) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.ofRun(run, "durable_seq")).isEqualTo(Long.toString(seq)));
    }

    private void awaitState(TestRun run, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.ofRun(run, "state")).isEqualTo(state));
    }
}
