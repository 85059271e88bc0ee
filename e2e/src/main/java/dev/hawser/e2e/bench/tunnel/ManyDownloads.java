package dev.hawser.e2e.bench.tunnel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.e2e.bench.body.Content;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Many downloads, some at a time, while somebody cuts connections. One that is refused before anything ran, because the
 * host is just away, is asked for again.
 */
final class ManyDownloads {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final TunnelClient client;
    private final AtomicInteger complete = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger altered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    ManyDownloads(TunnelClient client) {
        this.client = client;
    }

    /** How many were complete, failed visibly or had other bytes than they should, and how often one was refused. */
    JsonNode run(int count, long bytes, int atOnce) throws InterruptedException {
        String expected = Content.sha256(bytes);
        var places = new Semaphore(atOnce);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int number = 0; number < count; number++) {
                places.acquire();
                threads.execute(() -> {
                    try {
                        download(bytes, expected);
                    } finally {
                        places.release();
                    }
                });
            }
        }
        return Json.mapper()
                .createObjectNode()
                .put("complete", complete.get())
                .put("failed", failed.get())
                .put("altered", altered.get())
                .put("refused", refused.get());
    }

    private void download(long bytes, String expected) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isSettled(bytes, expected, end)) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** False if it did not begin and there is time to ask again. */
    private boolean isSettled(long bytes, String expected, Instant end) {
        try {
            String hash = CoreCaller.hashOf(client.send(
                            CoreEnd.LINK, TunnelRequest.get("/bytes/" + bytes).withoutIdleTimeout())
                    .await()
                    .atMost(PATIENCE));
            (hash.equals(expected) ? complete : altered).incrementAndGet();
            return true;
        } catch (TunnelException failure) {
            if (failure.code().retry() == TunnelErrorCode.Retry.SAFE
                    && Instant.now().isBefore(end)) {
                refused.incrementAndGet();
                return false;
            }
            System.getLogger(ManyDownloads.class.getName())
                    .log(System.Logger.Level.INFO, "a download failed: {0}", failure.getMessage());
            failed.incrementAndGet();
            return true;
        }
    }
}
