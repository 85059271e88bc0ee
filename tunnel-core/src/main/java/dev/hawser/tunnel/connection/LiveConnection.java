package dev.hawser.tunnel.connection;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.RequestFailureMessage;
import io.nats.client.RequestFailureReason;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsRequestCompletableFuture;
import io.smallrye.mutiny.Uni;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One connection of the client library, from its first to its last day. */
final class LiveConnection {

    private static final Duration CONFIRM = Duration.ofSeconds(5);
    private static final Duration RETIRE = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(LiveConnection.class.getName());

    private final Connection connection;
    private final ExecutorService executor;

    private final RequestsUnderWay requests = new RequestsUnderWay();

    LiveConnection(Connection connection, ExecutorService executor) {
        this.connection = connection;
        this.executor = executor;
    }

    Connection connection() {
        return connection;
    }

    boolean isClosed() {
        return connection.getStatus() == Connection.Status.CLOSED;
    }

    /** True once the server has all that was subscribed and published before; see {@link NatsConnections#confirm()}. */
    boolean confirm() {
        try {
            connection.flush(CONFIRM);
            return true;
        } catch (TimeoutException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the server did not confirm", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Uni<Message> request(String subject, @Nullable Headers headers, byte[] body, Duration timeout) {
        String errorBefore = connection.getLastError();
        CompletableFuture<Message> answer;
        try {
            answer = connection.requestWithTimeout(subject, headers, body, timeout);
        } catch (IllegalStateException e) {
            return Uni.createFrom()
                    .failure(new NatsRequestException(
                            NatsRequestException.Reason.DISCONNECTED, "the connection takes no request now"));
        }
        requests.started();
        return Uni.createFrom()
                .completionStage(answer.orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                        .whenComplete((message, failure) -> requests.ended()))
                .onFailure()
                .transform(failure -> explain(subject, answer, failure, errorBefore));
    }

    /** Lets the requests under way end, handles what has arrived, and closes. Blocks for some seconds at most. */
    void retire() {
        try {
            requests.awaitNone(RETIRE);
            connection.drain(RETIRE).get(RETIRE.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "a retiring connection did not drain", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(Duration.ZERO);
    }

    /** Closes; waits that long for what is queued to reach the server. */
    void close(Duration flush) {
        try {
            if (flush.isPositive() && connection.getStatus() == Connection.Status.CONNECTED) {
                connection.flush(flush);
            }
            connection.close();
        } catch (TimeoutException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "closing without a flush", e);
            closeNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            executor.shutdown();
        }
    }

    private void closeNow() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private NatsRequestException explain(
            String subject, CompletableFuture<Message> answer, Throwable failure, @Nullable String errorBefore) {
        if (failure instanceof NatsRequestException known) {
            return known;
        }
        String errorNow = connection.getLastError();
        String newError = Objects.equals(errorNow, errorBefore) ? null : errorNow;
        RequestFailureReason reason = answer instanceof NatsRequestCompletableFuture future
                ? new RequestFailureMessage(future, failure, connection.getStatus(), newError).getReason()
                : RequestFailureReason.TIMEOUT;
        return new NatsRequestException(reasonOf(reason), reason + " for " + subject);
    }

    private static NatsRequestException.Reason reasonOf(RequestFailureReason reason) {
        return switch (reason) {
            case NO_RESPONDERS -> NatsRequestException.Reason.NO_RESPONDERS;
            case TIMEOUT, CANCELLED -> NatsRequestException.Reason.TIMEOUT;
            case CONNECTION_CLOSING -> NatsRequestException.Reason.DISCONNECTED;
            case SERVER_ERROR -> NatsRequestException.Reason.REFUSED;
        };
    }
}
