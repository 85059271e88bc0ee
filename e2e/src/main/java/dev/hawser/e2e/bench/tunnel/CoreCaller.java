package dev.hawser.e2e.bench.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.body.Content;
import dev.hawser.e2e.bench.machine.Samples;
import dev.hawser.e2e.bench.worker.Work;
import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The near end: sends requests and reads answers, through the tunnel and over plain NATS. */
public final class CoreCaller implements Work {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int HASH_CHARACTERS = 64;

    private final CoreEnd end;
    private final TunnelClient client;
    private final HeldStreams held;

    private CoreCaller(CoreEnd end) {
        this.end = end;
        this.client = TunnelClient.over(end.connections());
        this.held = new HeldStreams(client);
    }

    /** Starts it in a process of its own. */
    public static final class Kind implements Work.Kind {

        @Override
        public Work start(JsonNode settings) throws Exception {
            return new CoreCaller(CoreEnd.connect(settings));
        }
    }

    @Override
    public JsonNode run(JsonNode order) throws Exception {
        ObjectNode answer = Json.mapper().createObjectNode();
        long bytes = order.path("bytes").asLong();
        int count = order.path("count").asInt();
        return switch (order.path("do").asText()) {
            case "heap" -> answer.put("bytes", CoreEnd.heapBytes());
            case "download" -> answer.put("seconds", download(bytes));
            case "upload" -> answer.put("seconds", upload(bytes));
            case "raw" ->
                answer.put(
                        "seconds",
                        new RawReceiver(end.raw())
                                .seconds(bytes, order.path("window").asInt()));
            case "small" -> figures(small(count));
            case "raw-small" -> figures(rawSmall(count));
            case "small-under-load" -> figures(smallUnderLoad(count, bytes));
            case "hold" -> answer.put("streams", held.open(order.path("target").asText(), count));
            case "release" -> answer.put("streams", held.release());
            case "many" ->
                new ManyDownloads(client).run(count, bytes, order.path("atOnce").asInt());
            default -> throw new IllegalArgumentException("no such order: " + order);
        };
    }

    static ObjectNode figures(Samples samples) {
        return Json.mapper()
                .createObjectNode()
                .put("p50", samples.millis(0.5))
                .put("p99", samples.millis(0.99))
                .put("count", samples.count());
    }

    private double download(long bytes) {
        String expected = Content.sha256(bytes);
        long start = System.nanoTime();
        String hash = hashOf(send(TunnelRequest.get("/bytes/" + bytes).withoutIdleTimeout()));
        double seconds = (System.nanoTime() - start) / 1e9;
        check(hash, expected);
        return seconds;
    }

    private double upload(long bytes) {
        String expected = Content.sha256(bytes);
        long start = System.nanoTime();
        TunnelResponse response = send(TunnelRequest.post("/sink", TunnelBody.of(Content.pieces(bytes)))
                .withoutIdleTimeout());
        String hash = new String(response.bytes(HASH_CHARACTERS).await().atMost(PATIENCE), US_ASCII);
        double seconds = (System.nanoTime() - start) / 1e9;
        check(hash, expected);
        return seconds;
    }

    private Samples small(int count) {
        var samples = new Samples();
        for (int number = 0; number < count; number++) {
            long start = System.nanoTime();
            byte[] body = send(TunnelRequest.get("/small"))
                    .bytes(CoreHost.SMALL_BYTES)
                    .await()
                    .atMost(PATIENCE);
            samples.add(System.nanoTime() - start);
            checkSmall(body.length);
        }
        return samples;
    }

    private Samples rawSmall(int count) throws InterruptedException {
        var samples = new Samples();
        for (int number = 0; number < count; number++) {
            long start = System.nanoTime();
            var answer = end.raw().request(CoreEnd.RAW_SMALL, new byte[CoreHost.SMALL_BYTES], PATIENCE);
            samples.add(System.nanoTime() - start);
            checkSmall(answer == null ? 0 : answer.getData().length);
        }
        return samples;
    }

    /** Small exchanges while downloads follow each other without a pause. */
    private Samples smallUnderLoad(int count, long bytes) throws InterruptedException {
        var goOn = new AtomicBoolean(true);
        Thread load = Thread.ofPlatform().name("load").start(() -> {
            while (goOn.get()) {
                download(bytes);
            }
        });
        try {
            return small(count);
        } finally {
            goOn.set(false);
            load.join();
        }
    }

    private TunnelResponse send(TunnelRequest request) {
        return client.send(CoreEnd.LINK, request).await().atMost(PATIENCE);
    }

    static String hashOf(TunnelResponse response) {
        MessageDigest digest = Content.digest();
        response.body()
                .onItem()
                .invoke(piece -> digest.update(piece.duplicate()))
                .onItem()
                .ignoreAsUni()
                .await()
                .atMost(PATIENCE);
        return Content.hex(digest);
    }

    private static void check(String hash, String expected) {
        if (!hash.equals(expected)) {
            throw new IllegalStateException("the bytes differ");
        }
    }

    private static void checkSmall(int length) {
        if (length != CoreHost.SMALL_BYTES) {
            throw new IllegalStateException("a small answer of " + length + " bytes");
        }
    }

    @Override
    public void close() {
        client.close();
        end.close();
    }
}
