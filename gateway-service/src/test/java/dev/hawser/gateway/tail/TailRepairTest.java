package dev.hawser.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.tunnel.connection.NatsConnections;
import io.nats.client.impl.Headers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live delivery is a hint: what it loses, doubles or damages never reaches a viewer. I4. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class TailRepairTest {

    private static final int RECORDS = 150;

    @Inject
    TailMetrics metrics;

    @Inject
    @Core
    NatsConnections core;

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);
    private final String thread = world.db().thread(owner);
    private String run = "";

    @BeforeEach
    void begin() {
        run = world.db().run(owner, thread, "running");
    }

    @Test
    @DisplayName("decocms-runs attach-cross-pod, W8: whoever attaches at any moment sees every chunk once")
    void whoeverAttachesAtAnyMomentSeesEveryChunkOnce() throws InterruptedException, ExecutionException {
        var log = new LogWriter(thread, run).claim();
        List<Future<List<String>>> viewers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RECORDS; i++) {
                if (i % 10 == 0) {
                    viewers.add(threads.submit(() -> data(api)));
                }
                log.chunks(chunk(i));
            }
            log.end(EndBody.succeeded());

            for (Future<List<String>> viewer : viewers) {
                assertThat(viewer.get()).isEqualTo(everything());
            }
        }
    }

    @Test
    void aLostConnectionLosesNothingOfATail() throws IOException, InterruptedException {
        var log = new LogWriter(thread, run).claim();
        try (Tail tail = api.tail(stream())) {
            for (int i = 0; i < RECORDS; i++) {
                if (i % 50 == 25) {
                    await().until(core::connected);
                    core.connection().forceReconnect();
                }
                log.chunks(chunk(i));
            }
            log.end(EndBody.succeeded());

            assertThat(tail.rest().stream().map(Tail.Event::data).toList()).isEqualTo(everything());
        }
    }

    @Test
    void anAnnouncedRecordThatCannotBeReadIsAnAlarmAndHoldsNothingUp() {
        double before = metrics.holes();
        var log = new LogWriter(thread, run).claim().chunks(chunk(0));
        try (Tail tail = api.tail(stream())) {
            assertThat(tail.next(1).getFirst().data()).isEqualTo(chunk(0));
            announce(9, 1_000_000);

            await().until(() -> metrics.holes() > before);
            log.chunks(chunk(1)).end(EndBody.succeeded());
            world.db().settle(run, "succeeded", null, null);

            assertThat(tail.rest().stream().map(Tail.Event::data))
                    .containsExactly(chunk(1), "{\"type\":\"finish\"}", "[DONE]");
        }
    }

    @Test
    void aDamagedRecordIsReadAgainThenAnAlarmAndNeverShown() {
        double before = metrics.damagedLogs();
        var log = new LogWriter(thread, run).claim().chunks(chunk(0));
        try (Tail tail = api.tail(stream())) {
            tail.next(1);
            log.damaged(chunk(666));

            List<Tail.Event> rest = tail.rest();

            assertThat(rest).hasSize(1);
            assertThat(rest.getFirst().data()).contains("data-hawser-restart");
            assertThat(metrics.damagedLogs()).isEqualTo(before + 1);
            world.db().answer(owner, thread, run, "[{\"type\":\"text\",\"text\":\"whole\"}]");
            world.db().settle(run, "failed", "poisoned", "A record cannot be read.");
            List<String> again = data(api, "Last-Event-ID", rest.getFirst().id());
            assertThat(again)
                    .contains("{\"type\":\"text-delta\",\"id\":\"0\",\"delta\":\"whole\"}")
                    .noneMatch(data -> data.contains("666"));
        }
    }

    @Test
    void aLogThatWasLostMakesItsTailsBeginAgain() {
        var log = new LogWriter(thread, run).claim().chunks(chunk(0));
        try (Tail tail = api.tail(stream())) {
            tail.next(1);
            log.loseAll();

            assertThat(tail.rest()).isEmpty();
        }
    }

    private void announce(long seq, long streamSequence) {
        Headers headers = new Headers();
        headers.put("Hw-Id", run + ":1:" + seq);
        headers.put("Hw-Kind", "chunks");
        headers.put("Hw-Fence", "1");
        headers.put("Hw-Seq", Long.toString(seq));
        headers.put("Hw-Chain", "00000000");
        headers.put("Nats-Sequence", Long.toString(streamSequence));
        headers.put("Nats-Last-Sequence", Long.toString(streamSequence - 1));
        world.core().publish(CoreSubjects.live(Partition.of(thread), run), null, headers, new byte[0]);
    }

    private String stream() {
        return "/api/threads/" + thread + "/stream";
    }

    private List<String> data(Api client, String... headers) {
        try (Tail tail = client.tail(stream(), headers)) {
            return tail.rest().stream().map(Tail.Event::data).toList();
        }
    }

    private static List<String> everything() {
        List<String> all = new ArrayList<>(
                IntStream.range(0, RECORDS).mapToObj(TailRepairTest::chunk).toList());
        all.add("{\"type\":\"finish\"}");
        all.add("[DONE]");
        return all;
    }

    private static String chunk(int number) {
        return "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"chunk-" + number + "\"}";
    }
}
