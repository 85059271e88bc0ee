package dev.hawser.jetstream.log;

import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.MalformedRecordException;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns messages of the client library into entries of a log. */
final class EntryReader {

    private EntryReader() {}

    /** A message of a direct get. */
    static LogEntry ofDirectGet(Message message) {
        return of(new MessageInfo(message, null, true));
    }

    /** A message of a direct get, or of the leader. */
    static LogEntry of(MessageInfo info) {
        ZonedDateTime time = info.getTime();
        return entry(
                required(info.getSubject()),
                info.getSeq(),
                info.getHeaders(),
                info.getData(),
                time == null ? Instant.EPOCH : time.toInstant());
    }

    /** A message of a consumer. */
    static LogEntry ofDelivery(Message message) {
        var meta = message.metaData();
        return entry(
                message.getSubject(),
                meta.streamSequence(),
                message.getHeaders(),
                message.getData(),
                meta.timestamp().toInstant());
    }

    /**
     * Reads a record.
     *
     * @throws MalformedRecordException if it is none
     */
    static RunRecord record(String subject, @Nullable Headers headers, byte @Nullable [] data) {
        return RunRecord.parse(
                CoreSubjects.runOf(subject), name -> headers == null ? null : headers.getLast(name), body(data));
    }

    private static LogEntry entry(
            String subject, long sequence, @Nullable Headers headers, byte @Nullable [] data, Instant storedAt) {
        try {
            return new StoredRecord(sequence, record(subject, headers, data), storedAt);
        } catch (MalformedRecordException e) {
            return new Unreadable(
                    CoreSubjects.runOf(subject),
                    sequence,
                    map(headers),
                    body(data),
                    String.valueOf(e.getMessage()),
                    storedAt);
        }
    }

    private static Body body(byte @Nullable [] data) {
        return data == null ? Body.EMPTY : Body.of(data);
    }

    private static Map<String, String> map(@Nullable Headers headers) {
        Map<String, String> all = new HashMap<>();
        if (headers != null) {
            headers.forEach((name, values) -> all.put(name, values.getLast()));
        }
        return all;
    }

    private static String required(@Nullable String subject) {
        if (subject == null) {
            throw new IllegalStateException("the server sent a message without its subject");
        }
        return subject;
    }
}
