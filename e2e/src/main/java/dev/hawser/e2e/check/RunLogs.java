package dev.hawser.e2e.check;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.identity.NatsUser;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads, and damages, the logs of runs as they stand in JetStream. */
public final class RunLogs implements AutoCloseable {

    private static final String STREAM = StreamCatalogue.RUNS.name();
    private static final int NOT_FOUND = 404;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Connection connection;

    /** Connects as somebody who may do everything. */
    public RunLogs(HawserStack stack) {
        try {
            this.connection = Nats.connect(Options.builder()
                    .servers(stack.cluster().clientUrls().split(",", -1))
                    .maxReconnects(-1)
                    .connectionTimeout(PATIENCE)
                    .errorListener(new ErrorListener() {})
                    .authHandler(Nats.credentials(
                            stack.identities().credentials(NatsUser.ADMIN_CORE).toString()))
                    .build());
        } catch (IOException failure) {
            throw new IllegalStateException("no connection to NATS", failure);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    /** All records of a run, in their order. */
    public List<RunRecord> records(String thread, String run) {
        var records = new ArrayList<RunRecord>();
        for (MessageInfo message : messages(thread, run)) {
            records.add(RunRecord.parse(run, name -> header(message, name), Body.of(body(message))));
        }
        return records;
    }

    /** Deletes the last records of a run, as a broker does that forgets what it has acknowledged; gives how many. */
    public int forgetLast(String thread, String run, int count) {
        List<MessageInfo> messages = messages(thread, run);
        List<MessageInfo> last = messages.subList(Math.max(1, messages.size() - count), messages.size());
        try {
            for (MessageInfo message : last) {
                connection.jetStreamManagement().deleteMessage(STREAM, message.getSeq());
            }
        } catch (IOException | JetStreamApiException failure) {
            throw new IllegalStateException("cannot delete records of " + run, failure);
        }
        return last.size();
    }

    /** Deletes the stream with all logs. */
    public void deleteAll() {
        try {
            connection.jetStreamManagement().deleteStream(STREAM);
        } catch (IOException | JetStreamApiException failure) {
            throw new IllegalStateException("cannot delete " + STREAM, failure);
        }
    }

    private List<MessageInfo> messages(String thread, String run) {
        String subject = CoreSubjects.run(Partition.of(thread), run);
        var messages = new ArrayList<MessageInfo>();
        try {
            long next = 1;
            while (true) {
                MessageInfo message = connection.jetStreamManagement().getNextMessage(STREAM, next, subject);
                messages.add(message);
                next = message.getSeq() + 1;
            }
        } catch (JetStreamApiException end) {
            if (end.getErrorCode() == NOT_FOUND) {
                return messages;
            }
            throw new IllegalStateException("cannot read the log of " + run, end);
        } catch (IOException failure) {
            throw new IllegalStateException("cannot read the log of " + run, failure);
        }
    }

    private static @Nullable String header(MessageInfo message, String name) {
        return message.getHeaders() == null ? null : message.getHeaders().getFirst(name);
    }

    private static byte[] body(MessageInfo message) {
        return Objects.requireNonNullElse(message.getData(), new byte[0]);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", cause);
    }
}
