package dev.hawser.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.record.EndBody;
import dev.hawser.gateway.sse.OpenStreams;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.Tail;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class SlowViewerTest {

    private static final int RECORDS = 120;

    @Inject
    OpenStreams streams;

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();
    private final Api api = Api.of(owner);

    @Test
    void aViewerThatFallsBehindIsClosedAndItsCursorGoesOnWithoutGapOrDouble() {
        String thread = world.db().thread(owner);
        String run = world.db().run(owner, thread, "running");
        String path = "/api/threads/" + thread + "/stream";
        var log = new LogWriter(thread, run).claim().chunks(chunk(0));
        List<Tail.Event> seen = new ArrayList<>();
        try (Tail tail = api.tail(path)) {
            seen.addAll(tail.next(1));

            for (int i = 1; i <= RECORDS; i++) {
                log.chunks(chunk(i));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> streams.open(owner.id()) == 0);
            seen.addAll(tail.rest());
        }
        assertThat(seen).hasSizeLessThan(RECORDS);

        log.end(EndBody.succeeded());
        try (Tail tail = api.tail(path, "Last-Event-ID", seen.getLast().id())) {
            seen.addAll(tail.rest());
        }
        List<String> data = seen.stream().map(Tail.Event::data).toList();
        var expected = new ArrayList<String>();
        for (int i = 0; i <= RECORDS; i++) {
            expected.add(chunk(i));
        }
        expected.addAll(List.of("{\"type\":\"finish\"}", "[DONE]"));
        assertThat(data.equals(expected)).as("%d events", data.size()).isTrue();
    }

    private static String chunk(int number) {
        return "{\"type\":\"data-block\",\"data\":\"" + number + "-" + "x".repeat(200_000) + "\"}";
    }
}
