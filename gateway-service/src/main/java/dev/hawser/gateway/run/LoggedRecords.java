package dev.hawser.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.gateway.web.Paging;
import dev.hawser.jetstream.log.LogEntry;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.jetstream.log.Unreadable;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the logs of runs for inspectors. */
@ApplicationScoped
class LoggedRecords {

    private final RunLog log;

    LoggedRecords(RunLog log) {
        this.log = log;
    }

    /** A page of a run's log; smaller than asked for when its records are large. */
    Uni<LoggedRecord.Page> page(RunView run, Paging paging) {
        long from = paging.after().map(LoggedRecords::sequence).orElse(0L) + 1;
        return log.read(run.partition(), run.id(), from, paging.limit()).map(LoggedRecords::page);
    }

    private static LoggedRecord.Page page(List<LogEntry> entries) {
        List<LoggedRecord> records = entries.stream().map(LoggedRecords::view).toList();
        return new LoggedRecord.Page(
                records,
                records.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Paging.cursor(Long.toString(records.getLast().streamSequence()))));
    }

    private static long sequence(List<String> key) {
        try {
            return Long.parseLong(key.getFirst());
        } catch (NumberFormatException e) {
            throw Paging.unknownCursor();
        }
    }

    private static LoggedRecord view(LogEntry entry) {
        return switch (entry) {
            case StoredRecord stored -> view(stored, stored.record());
            case Unreadable unreadable ->
                new LoggedRecord(
                        unreadable.streamSequence(),
                        "unreadable",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        unreadable.body().size(),
                        unreadable.storedAt(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty());
        };
    }

    private static LoggedRecord view(StoredRecord stored, RunRecord record) {
        boolean chunks = record.kind() == RecordKind.CHUNKS;
        boolean whole = chunks && record.fragment().isEmpty();
        List<String> lines = whole ? lines(record) : List.of();
        return new LoggedRecord(
                stored.streamSequence(),
                record.kind().text(),
                Optional.of(record.fence()),
                Optional.of(record.seq()),
                record.fragment().map(Fragment::text),
                record.body().size(),
                stored.storedAt(),
                whole ? Optional.of(lines.size()) : Optional.empty(),
                types(lines),
                chunks ? Optional.empty() : json(text(record)));
    }

    private static List<String> lines(RunRecord record) {
        return text(record).lines().filter(line -> !line.isBlank()).toList();
    }

    private static List<String> types(List<String> lines) {
        Set<String> types = new LinkedHashSet<>();
        lines.forEach(line ->
                types.add(json(line).map(chunk -> chunk.path("type").asText()).orElse("unreadable")));
        return List.copyOf(types);
    }

    private static String text(RunRecord record) {
        return new String(record.body().bytes(), StandardCharsets.UTF_8);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(Json.tree(text));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
