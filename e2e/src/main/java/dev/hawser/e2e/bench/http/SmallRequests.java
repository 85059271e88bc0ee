package dev.hawser.e2e.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.e2e.bench.machine.Samples;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Small requests from some connections at once, each sending its next one when it has the answer. */
final class SmallRequests {

    private static final int BUFFER = 4 * 1024;

    private final URI base;
    private final Optional<String> token;
    private final int connections;
    private final AtomicInteger errors = new AtomicInteger();

    SmallRequests(URI base, Optional<String> token, int connections) {
        this.base = base;
        this.token = token;
        this.connections = connections;
    }

    /** Sends for that long; gives percentiles, the rate, and how many requests failed. */
    JsonNode run(int seconds) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        var all = new Samples();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Samples>> tasks = new ArrayList<>();
            for (int number = 0; number < connections; number++) {
                tasks.add(() -> requests(end));
            }
            for (Future<Samples> samples : threads.invokeAll(tasks)) {
                all.addAll(samples.get());
            }
        }
        double taken = (System.nanoTime() - start) / 1e9;
        return HttpLoad.figures(all).put("rate", all.count() / taken).put("errors", errors.get());
    }

    private Samples requests(long end) {
        var samples = new Samples();
        try (var connection = new HttpConnection(base, token, BUFFER)) {
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                if (connection.sizeOf("/small") != Upstream.SMALL_BYTES) {
                    throw new IOException("a small answer of another size");
                }
                samples.add(System.nanoTime() - start);
            }
        } catch (IOException failure) {
            System.getLogger(SmallRequests.class.getName())
                    .log(System.Logger.Level.INFO, "a request failed: {0}", failure.getMessage());
            errors.incrementAndGet();
        }
        return samples;
    }
}
