package dev.hawser.e2e.bench.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.subject.CoreSubjects;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** When each record of each run was stored, as the server's republished copies tell, and when runs were settled. */
final class LiveRecords {

    private final Map<String, List<Stored>> runs = new ConcurrentHashMap<>();
    private final Map<String, Long> settled = new ConcurrentHashMap<>();

    /**
     * One record.
     *
     * @param kind what it is
     * @param seq its number in the run
     * @param chunks how many chunks are in it
     * @param at when its copy arrived, by {@link System#nanoTime()}
     */
    record Stored(RecordKind kind, long seq, int chunks, long at) {}

    LiveRecords(Connection connection) {
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.setPendingLimits(0, 0);
        dispatcher.subscribe(CoreSubjects.ALL_LIVE, this::take);
        dispatcher.subscribe(CoreSubjects.ALL_SETTLED, this::settle);
    }

    /** What is known of a run, in the order of the log. */
    List<Stored> of(String run) {
        return runs.getOrDefault(run, List.of());
    }

    /** When the first record of a kind was stored. */
    Optional<Long> first(String run, RecordKind kind) {
        return of(run).stream()
                .filter(record -> record.kind() == kind)
                .map(Stored::at)
                .findFirst();
    }

    /** When a record was stored. */
    Optional<Long> at(String run, long seq) {
        return of(run).stream()
                .filter(record -> record.kind() != RecordKind.CLAIM && record.seq() == seq)
                .map(Stored::at)
                .findFirst();
    }

    /** When a run's settled notice came. */
    Optional<Long> settledAt(String run) {
        return Optional.ofNullable(settled.get(run));
    }

    private void take(Message message) {
        long now = System.nanoTime();
        RecordKind kind = RecordKind.of(header(message, RecordHeader.KIND));
        long seq = Long.parseLong(header(message, RecordHeader.SEQ));
        int chunks = kind == RecordKind.CHUNKS ? lines(message.getData()) : 0;
        runs.computeIfAbsent(CoreSubjects.runOf(message.getSubject()), run -> new CopyOnWriteArrayList<>())
                .add(new Stored(kind, seq, chunks, now));
    }

    private static String header(Message message, String name) {
        String value =
                message.getHeaders() == null ? null : message.getHeaders().getFirst(name);
        if (value == null) {
            throw new IllegalStateException("a record without " + name);
        }
        return value;
    }

    private void settle(Message message) {
        String run =
                Json.tree(new String(message.getData(), UTF_8)).path("runId").asText();
        settled.putIfAbsent(run, System.nanoTime());
    }

    private static int lines(byte[] body) {
        int lines = 0;
        for (byte next : body) {
            if (next == '\n') {
                lines++;
            }
        }
        return Math.max(1, lines);
    }
}
