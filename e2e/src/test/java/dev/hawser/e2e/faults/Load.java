package dev.hawser.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.check.RunCheck;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * Users who write many short messages: each thread has one, who writes the next message when the last one was accepted. A
 * message that was not accepted is sent again under its id, to the other gateway.
 */
final class Load implements AutoCloseable {

    private static final int ACCEPTED = 202;
    private static final int OVERLOADED = 429;
    private static final int BROKEN = 500;
    private static final int LONGEST_ANSWER = 12;
    private static final int REQUESTS_AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<Api> gateways;
    private final Set<Api> leaving = ConcurrentHashMap.newKeySet();
    private final ExecutorService users = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore requests = new Semaphore(REQUESTS_AT_ONCE);
    private final List<Future<List<Asked>>> threads = new ArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /**
     * A message that was accepted.
     *
     * @param thread its thread
     * @param run the run that answers it
     * @param answer what its answer must be
     */
    record Asked(String thread, String run, String answer) {}

    /** Users that write through any of these gateways. */
    Load(List<Api> gateways) {
        this.gateways = List.copyOf(gateways);
    }

    /** Sends nothing new to a gateway that is about to stop, as a balancer does; requests that it has already go on. */
    void leave(int gateway) {
        leaving.add(gateways.get(gateway - 1));
    }

    /** A gateway is there again. */
    void comeBack(int gateway) {
        leaving.remove(gateways.get(gateway - 1));
    }

    /** Starts that many users, each of whom writes that many messages; which ones, the seed says. */
    void start(int userCount, int messages, long seed) {
        for (int user = 0; user < userCount; user++) {
            var random = new Random(seed + user);
            String name = "load-" + seed + '-' + user;
            threads.add(users.submit(() -> write(name, messages, random)));
        }
    }

    /** How many messages were accepted until now. */
    int accepted() {
        return accepted.get();
    }

    /** What became of requests that a gateway that listened has not answered, or answered with a fault of its own. */
    List<String> failedRequests() {
        return List.copyOf(failures);
    }

    /** Waits until all is accepted; of each thread what it was asked, in that order. */
    List<List<Asked>> await() {
        var all = new ArrayList<List<Asked>>();
        for (Future<List<Asked>> thread : threads) {
            try {
                all.add(thread.get());
            } catch (ExecutionException failure) {
                throw new IllegalStateException("a user gave up", failure.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return all;
    }

    private List<Asked> write(String name, int messages, Random random) {
        String thread = accept(random, api -> api.call("POST", "/api/threads", "{}"))
                .path("id")
                .asText();
        var asked = new ArrayList<Asked>();
        for (int number = 1; number <= messages; number++) {
            int words = 1 + random.nextInt(LONGEST_ANSWER);
            String text = random.nextInt(4) == 0 ? "slow:%dx20".formatted(words) : "many:" + words;
            String id = name + '-' + number;
            JsonNode answer = accept(random, api -> api.postAs(thread, id, text));
            accepted.incrementAndGet();
            asked.add(new Asked(thread, answer.path("runId").asText(), RunCheck.echo(words)));
        }
        return asked;
    }

    private interface Request {
        Api.Answer to(Api gateway);
    }

    /** Sends a request, again and again, until a gateway accepts it. */
    private JsonNode accept(Random random, Request request) {
        int first = random.nextInt(gateways.size());
        int[] tries = {0};
        JsonNode[] body = new JsonNode[1];
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(PAUSE)
                .until(() -> {
                    body[0] = send(request, balance(first + tries[0]++));
                    return !body[0].isMissingNode();
                });
        return body[0];
    }

    private Api balance(int turn) {
        Api chosen = gateways.get(turn % gateways.size());
        return leaving.contains(chosen) ? gateways.get((turn + 1) % gateways.size()) : chosen;
    }

    private JsonNode send(Request request, Api gateway) throws InterruptedException {
        requests.acquire();
        try {
            Api.Answer answer = request.to(gateway);
            if (answer.status() >= BROKEN) {
                failures.add(answer.toString());
            } else if (answer.status() != OVERLOADED) {
                if (answer.status() > ACCEPTED) {
                    throw new IllegalStateException("refused with " + answer.status() + ": " + answer.body());
                }
                return answer.body();
            }
        } catch (UncheckedIOException failure) {
            if (!nobodyListens(failure)) {
                failures.add(failure.toString());
            }
        } finally {
            requests.release();
        }
        return MissingNode.getInstance();
    }

    /** A balancer sends nothing to a pod that does not listen. */
    private static boolean nobodyListens(UncheckedIOException failure) {
        return failure.getCause() instanceof ConnectException
                || failure.getCause() instanceof HttpConnectTimeoutException;
    }

    @Override
    public void close() {
        users.shutdownNow();
    }
}
