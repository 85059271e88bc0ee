package dev.hawser.e2e.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.json.Json;
import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelLimits;
import dev.hawser.tunnel.TunnelMetrics;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** One reader of 1 MiB/s among ten: it costs a window, and the other nine go on as fast as without it. */
class TunnelSlowReaderTest {

    private static final String LINK = "lnk_slow";
    private static final boolean ALL = Boolean.getBoolean("hawser.test.all");
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int OTHERS = 9;
    private static final long MIB = 1024 * 1024;

    /** 1 GiB, or 24 MiB in the ordinary run. */
    private static final int PIECES = (int) ((ALL ? 1024 : 24) * MIB / Bodies.PIECE_BYTES);

    /** Of the rate without the slow one; a short run measures nothing. */
    private static final double SHARE = 0.9;

    private static final Duration SLOW_PIECE = Duration.ofNanos(1_000_000_000L * 64 * 1024 / MIB);

    @TempDir
    private Path folder;

    private final AtomicLong made = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong mostUnderWay = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    @Test
    @DisplayName("decocms-tunnel W6, W7: one slow reader among ten is bounded, delays nobody and is never cut")
    void oneSlowReaderAmongTenCostsAWindow(TestReporter reporter) throws Exception {
        try (TunnelServer server = TunnelServer.start(folder);
                NatsConnectionHolder agent = server.link(LINK);
                NatsConnectionHolder service = server.service();
                TunnelHost host = TunnelHost.serve(agent, LINK, this::handle, options());
                TunnelClient client = TunnelClient.over(service, options())) {
            Flush.of(agent);
            secondsOfOthers(client);
            double alone = secondsOfOthers(client);

            var slow = slowly(client).subscribe().with(piece -> {}, failure -> {});
            double beside = secondsOfOthers(client);
            slow.cancel();

            reporter.publishEntry("nine readers", "%.1f s alone, %.1f s beside the slow one".formatted(alone, beside));
            reporter.publishEntry("under way to the slow one", mostUnderWay + " bytes");
            if (ALL) {
                assertThat(alone / beside).as("rate of the others").isGreaterThan(SHARE);
            }
            assertThat(read).as("the slow one is read").hasPositiveValue();
            assertThat(mostUnderWay.get()).isLessThan(TunnelLimits.defaults().windowBytes() + MIB);
            assertThat(slowConsumers(server)).isZero();
            assertThat(dropped).hasValue(0);
            assertThat(host.token()).isNotEmpty();
        }
    }

    private Multi<ByteBuffer> slowly(TunnelClient client) {
        return client.send(LINK, TunnelRequest.get("/slow").withoutIdleTimeout())
                .onItem()
                .transformToMulti(TunnelResponse::body)
                .onItem()
                .call(piece -> {
                    read.addAndGet(piece.remaining());
                    mostUnderWay.accumulateAndGet(made.get() - read.get(), Math::max);
                    return Uni.createFrom().voidItem().onItem().delayIt().by(SLOW_PIECE);
                });
    }

    private static double secondsOfOthers(TunnelClient client) throws Exception {
        List<Future<String>> hashes = new ArrayList<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < OTHERS; i++) {
                hashes.add(threads.submit(() -> Bodies.hash(
                        client.send(LINK, TunnelRequest.get("/fast").withoutIdleTimeout())
                                .await()
                                .atMost(PATIENCE)
                                .body(),
                        PATIENCE)));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        String first = hashes.getFirst().get();
        for (Future<String> hash : hashes) {
            assertThat(hash.get()).isEqualTo(first);
        }
        return seconds;
    }

    private Uni<TunnelResponse> handle(TunnelExchange exchange) {
        Multi<ByteBuffer> body =
                exchange.target().equals("/slow") ? Bodies.pieces(PIECES, made) : Bodies.pieces(PIECES);
        return Uni.createFrom().item(TunnelResponse.of(200, TunnelHeaders.empty(), TunnelBody.of(body)));
    }

    private static long slowConsumers(TunnelServer server) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.nats().monitorUrl().resolve("/varz"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Json.tree(http.send(request, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .path("slow_consumers")
                    .asLong(-1);
        }
    }

    private TunnelOptions options() {
        return TunnelOptions.defaults().withMetrics(new TunnelMetrics() {
            @Override
            public void messagesDropped(End end, long messages) {
                dropped.addAndGet(messages);
            }
        });
    }
}
