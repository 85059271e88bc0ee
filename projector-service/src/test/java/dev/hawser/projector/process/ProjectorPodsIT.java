package dev.hawser.projector.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.Signal;
import dev.hawser.projector.lab.ProjectorStack;
import dev.hawser.projector.lab.Rows;
import dev.hawser.projector.lab.Rows.TestRun;
import dev.hawser.projector.lab.Script;
import dev.hawser.projector.lab.TestDispatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Three pods, as processes. Invariants I4, I5, I6. */
@Timeout(180)
@EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
class ProjectorPodsIT {

    private static final Logger LOG = Logger.getLogger(ProjectorPodsIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final AtomicInteger NEXT = new AtomicInteger();

    private static Pods pods;
    private static TestDispatch dispatch;
    private static Rows rows;

    @BeforeAll
    static void startThreePods() {
        new ProjectorStack().start();
        dispatch = TestDispatch.connect();
        rows = new Rows();
        pods = new Pods();
        for (int i = 0; i < 3; i++) {
            pods.start("pod-" + NEXT.incrementAndGet());
        }
        awaitEvenShares();
    }

    @AfterAll
    static void stop() {
        pods.close();
        rows.close();
        dispatch.close();
    }

    @Test
    @DisplayName("decocms-runs W5, W15: a killed leader is replaced in the middle of a run, and nothing is lost")
    void aKilledLeaderIsReplacedInTheMiddleOfARun() {
        Takeover takeover = takeover(Signal.KILL);

        LOG.infof("take-over after SIGKILL: %s", takeover.took());
        replace(takeover.pod());
    }

    @Test
    @DisplayName("decocms-runs W15: a pod that stops hands its partitions over at once, in the middle of a run")
    void aPodThatStopsHandsOverAtOnce() {
        Takeover takeover = takeover(Signal.TERM);

        LOG.infof("take-over after SIGTERM: %s", takeover.took());
        assertThat(takeover.took()).as("no lease had to end").isLessThan(StreamCatalogue.LEASE_TTL);
        await().atMost(PATIENCE).until(() -> !pods.of(takeover.pod()).isAlive());
        replace(takeover.pod());
    }

    @Test
    @DisplayName("decocms-runs W4: a leader that was stopped and wakes up again writes nothing")
    void aStoppedLeaderThatWakesUpWritesNothing() {
        TestRun run = rows.run("q");
        String leader = leader(run);
        long epoch = epoch(run);
        var script = new Script(dispatch, run).claim().begin().say("before ");
        awaitDurable(run, 2);

        pods.of(leader).signal(Signal.STOP);
        script.say("while it sleeps ");
        await().atMost(PATIENCE).until(() -> epoch(run) > epoch);
        String successor = leader(run);
        pods.of(leader).signal(Signal.CONT);
        script.say("after").finish();

        awaitState(run, "succeeded");
        assertThat(successor).isNotEqualTo(leader);
        assertThat(rows.answer(run)).isEqualTo("before while it sleeps after");
        assertThat(rows.text("SELECT count(*)::text FROM messages WHERE run = ? AND role = 'assistant'", run.id()))
                .contains("1");
        awaitEvenShares();
    }

    @Test
    @DisplayName("decocms-runs W1: a log that has lost its end, which readers had read, is noticed and refilled")
    void aLogThatLostItsEndIsNoticedAndRefilled() throws IOException {
        TestRun run = rows.run("q");
        var script = new Script(dispatch, run).claim().begin().say("kept ");
        awaitDurable(run, 2);
        Path store = jetStreamStore();
        Path copy = store.resolveSibling("copy");
        HawserStack.shared().nats().stop();
        copy(store, copy);
        HawserStack.shared().nats().restart();
        dispatch.awaitServer();
        script.say("lost, but folded ");
        awaitDurable(run, 3);

        HawserStack.shared().nats().stop();
        Folders.delete(store);
        copy(copy, store);
        HawserStack.shared().nats().restart();
        long forgotten = checkpoint(run);
        await().atMost(Duration.ofSeconds(20)).until(() -> checkpoint(run) < forgotten);
        dispatch.readEnd(run.partition(), run.id());
        script.claimAfterLoss(1, 3).say("and more").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("kept lost, but folded and more");
        awaitEvenShares();
    }

    private record Takeover(String pod, Duration took) {}

    /** Ends the leader of a run's partition by a signal, while the run goes on. */
    private static Takeover takeover(Signal signal) {
        TestRun run = rows.run("q");
        String leader = leader(run);
        long epoch = epoch(run);
        var script = new Script(dispatch, run).claim().begin().say("first ");
        awaitDurable(run, 2);
        script.say("second ");

        long begun = System.nanoTime();
        pods.of(leader).signal(signal);
        script.say("third ");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> epoch(run) > epoch);
        var took = Duration.ofNanos(System.nanoTime() - begun);
        script.say("fourth").finish();

        awaitState(run, "succeeded");
        assertThat(rows.answer(run)).isEqualTo("first second third fourth");
        return new Takeover(leader, took);
    }

    private static void replace(String gone) {
        assertThat(pods.of(gone).isAlive()).isFalse();
        pods.start("pod-" + NEXT.incrementAndGet());
        awaitEvenShares();
    }

    private static void awaitEvenShares() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Map<String, Integer> shares = new TreeMap<>();
            Collection<String> leaders = leaders().values();
            leaders.forEach(leader -> shares.merge(String.valueOf(leader), 1, Integer::sum));
            assertThat(new HashSet<>(leaders))
                    .allMatch(leader -> pods.of(leader).isAlive());
            assertThat(shares.values()).containsExactlyInAnyOrder(5, 5, 6);
        });
    }

    private static Map<String, String> leaders() {
        return rows.pairs("SELECT partition::text, leader FROM projection_partitions");
    }

    private static String leader(TestRun run) {
        return Objects.requireNonNull(leaders().get(Integer.toString(run.partition())));
    }

    private static long epoch(TestRun run) {
        return ofPartition(run, "epoch");
    }

    private static long checkpoint(TestRun run) {
        return ofPartition(run, "checkpoint");
    }

    private static long ofPartition(TestRun run, String column) {
        return Long.parseLong(
                rows.text("SELECT " + column + "::text FROM projection_partitions WHERE partition = ?", run.partition())
                        .orElseThrow());
    }

    private static void awaitDurable(TestRun run, long seq) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.ofRun(run, "durable_seq")).isEqualTo(Long.toString(seq)));
    }

    private static void awaitState(TestRun run, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows.ofRun(run, "state")).isEqualTo(state));
    }

    private static Path jetStreamStore() {
        String credentials = Objects.requireNonNull(HawserStack.shared()
                .with(ProjectorStack.DATABASE)
                .of("dispatch")
                .get("HAWSER_NATS_CORE_CREDS"));
        Path folder = Path.of(credentials);
        while (!Files.isDirectory(folder.resolve("nats/jetstream"))) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder.resolve("nats/jetstream");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
