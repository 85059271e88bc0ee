package dev.hawser.jetstream.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.record.MalformedRecordException;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.DirectGet;
import dev.hawser.jetstream.api.DirectReads;
import dev.hawser.jetstream.api.ErrorCodes;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.api.JetStreamErrorException;
import dev.hawser.jetstream.api.JetStreamUnavailableException;
import dev.hawser.jetstream.api.LastMessage;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.jetstream.publish.StreamFullException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The logs of the runs: JetStream stream HW_RUNS, one subject per run (design 03 §3).
 *
 * <p>Results arrive on the Vert.x context of the caller, if it has one. Reads fail with
 * {@link JetStreamUnavailableException}.
 */
@ApplicationScoped
public class RunLog {

    /** Most subjects of one request in {@link #lastOf(Collection)}. */
    static final int SUBJECTS_PER_REQUEST = 500;

    private static final Logger LOG = Logger.getLogger(RunLog.class);
    private static final String STREAM = StreamCatalogue.RUNS.name();

    private final JetStreamApi api;
    private final JetStreamPublisher publisher;
    private final DirectReads reads;

    public RunLog(JetStreamApi api, JetStreamPublisher publisher, DirectReads reads) {
        this.api = api;
        this.publisher = publisher;
        this.reads = reads;
    }

    /**
     * Appends a record if the run's last one still has this stream sequence. Never fails: what went wrong is the
     * outcome.
     *
     * @param expectedLastSequence the stream sequence of the run's last record; 0 only for the first claim
     */
    public Uni<AppendOutcome> append(int partition, RunRecord record, long expectedLastSequence) {
        Map<String, String> headers = new HashMap<>(record.headers());
        headers.put(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR, Long.toString(expectedLastSequence));
        return publisher
                .publish(
                        CoreSubjects.run(partition, record.run()),
                        headers,
                        record.body().bytes())
                .<AppendOutcome>map(ack -> new AppendOutcome.Appended(ack.sequence()))
                .onFailure()
                .recoverWithItem(RunLog::outcome);
    }

    /**
     * The last record of a run, read from the leader of the stream: never stale. Empty if the run has none. Fails with
     * {@link MalformedRecordException} if the last message is no record.
     */
    public Uni<Optional<StoredRecord>> last(int partition, String run) {
        return LastMessage.of(api, STREAM, CoreSubjects.run(partition, run))
                .map(found -> found.map(EntryReader::of).map(RunLog::readable));
    }

    /**
     * Entries of a run's log from a stream sequence on: at most {@code batch} of them and about 4 MiB, at least one if
     * there is any. Empty means that the replica that answered has no more; it may lag.
     */
    public Uni<List<LogEntry>> read(int partition, String run, long fromStreamSequence, int batch) {
        return read(partition, run, fromStreamSequence, batch, DirectGet.ANSWER_BYTES);
    }

    /** As {@link #read(int, String, long, int)}, with about {@code maxBytes} and one entry more at the most. */
    public Uni<List<LogEntry>> read(int partition, String run, long fromStreamSequence, int batch, long maxBytes) {
        String subject = CoreSubjects.run(partition, run);
        return reads.read(STREAM, DirectGet.from(subject, Math.max(1, fromStreamSequence), batch, maxBytes))
                .map(RunLog::entries);
    }

    /** The last entry of each subject that has one, in the order of their sequences per 500 subjects; may be stale. */
    public Uni<List<LogEntry>> lastOf(Collection<String> subjects) {
        List<String> all = List.copyOf(subjects);
        List<List<String>> requests = new ArrayList<>();
        for (int start = 0; start < all.size(); start += SUBJECTS_PER_REQUEST) {
            requests.add(all.subList(start, Math.min(all.size(), start + SUBJECTS_PER_REQUEST)));
        }
        return Multi.createFrom()
                .iterable(requests)
                .onItem()
                .transformToUniAndConcatenate(some -> reads.readAll(STREAM, DirectGet.lastOf(some)))
                .onItem()
                .transformToIterable(RunLog::entries)
                .collect()
                .asList();
    }

    /** The state of HW_RUNS, as its leader sees it. */
    public Uni<LogState> state() {
        return api.call(ApiSubjects.streamInfo(STREAM)).map(RunLog::state);
    }

    /**
     * Follows a run: calls back for each record once it is stored, on a thread of the NATS client; must not block. A
     * hint: records may be missing, which {@link LiveRecord#previousSequence()} shows.
     */
    public AutoCloseable live(int partition, String run, Consumer<LiveRecord> follower) {
        return api.nats().subscribe(CoreSubjects.live(partition, run), null, message -> tell(message, follower));
    }

    /** Deletes a run's log except its last record, so that it stays closed. Gives how many were deleted. */
    public Uni<Long> purgeKeepingLast(int partition, String run) {
        return api.call(ApiSubjects.streamPurge(STREAM), new Purge(CoreSubjects.run(partition, run), 1))
                .map(answer -> answer.path("purged").asLong());
    }

    @RegisterForReflection
    private record Purge(String filter, int keep) {}

    private static List<LogEntry> entries(List<Message> messages) {
        return messages.stream().map(EntryReader::ofDirectGet).toList();
    }

    private static StoredRecord readable(LogEntry entry) {
        return switch (entry) {
            case StoredRecord stored -> stored;
            case Unreadable unreadable ->
                throw new MalformedRecordException(
                        "stream sequence " + unreadable.streamSequence() + ": " + unreadable.reason());
        };
    }

    private static AppendOutcome outcome(Throwable failure) {
        return switch (failure) {
            case StreamFullException full -> new AppendOutcome.Full();
            case JetStreamErrorException refused
            when ErrorCodes.isWrongLastSequence(refused.errorCode()) ->
                new AppendOutcome.RefusedOrUnknown("another record is last");
            default -> new AppendOutcome.RefusedOrUnknown(String.valueOf(failure.getMessage()));
        };
    }

    private static LogState state(JsonNode info) {
        JsonNode state = info.path("state");
        return new LogState(
                Instant.parse(info.path("created").asText()),
                state.path("first_seq").asLong(),
                state.path("last_seq").asLong(),
                state.path("bytes").asLong(),
                info.path("config").path("max_bytes").asLong(),
                Optional.ofNullable(info.path("cluster").path("leader").textValue()));
    }

    private static void tell(Message message, Consumer<LiveRecord> follower) {
        Headers headers = message.getHeaders();
        try {
            follower.accept(new LiveRecord(
                    EntryReader.record(message.getSubject(), headers, message.getData()),
                    sequence(headers, NatsJetStreamConstants.NATS_SEQUENCE),
                    sequence(headers, NatsJetStreamConstants.NATS_LAST_SEQUENCE)));
        } catch (MalformedRecordException e) {
            LOG.warnf("no record on %s: %s; whoever reads the log will meet it", message.getSubject(), e.getMessage());
        }
    }

    private static long sequence(Headers headers, String name) {
        String text = headers == null ? null : headers.getLast(name);
        if (text == null) {
            throw new MalformedRecordException("header " + name + " is missing");
        }
        return Long.parseLong(text);
    }
}
