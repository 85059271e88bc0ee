package dev.hawser.dispatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Links;
import dev.hawser.dispatch.lab.Pods;
import dev.hawser.dispatch.lab.Wiring;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.LocalNatsCluster;
import dev.hawser.localstack.nats.NatsServerBinary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("decocms-runs W3 W7: the append path on three replicas")
class AppendOnClusterTest extends AppendPath {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GAP = Duration.ofSeconds(15);
    private static final int RECORDS = 120;
    private static final int FAULT_AT = 40;

    @TempDir
    private static Path folder;

    private static LocalNatsCluster cluster;
    private static Pods pods;

    @BeforeAll
    static void startCluster() {
        NatsIdentities identities = NatsIdentities.in(folder.resolve("identities"));
        cluster = LocalNatsCluster.start(NatsServerBinary.find(), identities, folder.resolve("nats"), 3);
        pods = Pods.on(Links.core(cluster.clientUrls(), identities), 3, "dispatch_cluster");
    }

    @AfterAll
    static void stopCluster() {
        pods.close();
        cluster.close();
    }

    @Override
    Pods pods() {
        return pods;
    }

    @Test
    @DisplayName("decocms-runs W7: the leader of the log is killed: nothing lost, nothing doubled")
    void whenTheLeaderIsKilledNothingIsLostAndNothingIsDoubled() {
        deliverAcross(LocalNats::kill, LocalNats::restart);
    }

    @Test
    @EnabledIfSystemProperty(named = "hawser.test.all", matches = "true")
    @DisplayName("decocms-runs W7: the leader of the log freezes with appends on their way: nothing lost or doubled")
    void whenTheLeaderFreezesNothingIsLostAndNothingIsDoubled() {
        deliverAcross(LocalNats::suspend, LocalNats::resume);
    }

    private void deliverAcross(Consumer<LocalNats> fault, Consumer<LocalNats> repair) {
        var run = new ModelRun(pods);
        long fence = claim(run);
        Wiring pod = pods.start();
        LocalNats leader = leader();
        Duration longest = Duration.ZERO;
        try {
            for (long seq = 1; seq <= RECORDS; seq++) {
                if (seq == FAULT_AT) {
                    fault.accept(leader);
                }
                Duration took = deliver(run, pod, fence, seq, seq == RECORDS ? RecordKind.END : RecordKind.CHUNKS);
                longest = took.compareTo(longest) > 0 ? took : longest;
            }
        } finally {
            repair.accept(leader);
        }
        assertThat(LogCheck.visible(run.log())).hasSize(RECORDS);
        assertThat(longest).as("the gap").isLessThan(GAP);
        System.getLogger(AppendOnClusterTest.class.getName())
                .log(System.Logger.Level.INFO, "the longest wait for an acknowledgement was {0}", longest);
    }

    /** As an agent: the same record again until it is acknowledged. */
    private static Duration deliver(ModelRun run, Wiring pod, long fence, long seq, RecordKind kind) {
        long begin = System.nanoTime();
        await().atMost(PATIENCE)
                .until(() -> Lab.wait(run.ingest(pod, fence, seq, kind)).code() == RpcCode.OK);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static LocalNats leader() {
        return await().atMost(PATIENCE)
                .until(() -> cluster.leaderOf(StreamCatalogue.RUNS.name()), Optional::isPresent)
                .orElseThrow();
    }
}
