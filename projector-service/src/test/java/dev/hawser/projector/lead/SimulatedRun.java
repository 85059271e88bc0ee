package dev.hawser.projector.lead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.harness.chunk.Chunks;
import dev.hawser.projector.fold.Golden;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A runner and the dispatch pod that writes for it: what they append to one run's log, whatever the log has lost. */
final class SimulatedRun {

    private record Content(RecordKind kind, Optional<Fragment> fragment, Body body) {}

    private final String id;
    private final Random random;
    private final List<Content> contents = new ArrayList<>();
    private Golden golden;
    private long fence = 1;
    private long from = 1;
    private @Nullable RunRecord last;
    private boolean claimed;
    private boolean ended;

    SimulatedRun(String id, Golden golden, Random random) {
        this.id = id;
        this.random = random;
        this.golden = golden;
        write(golden);
    }

    String id() {
        return id;
    }

    Golden golden() {
        return golden;
    }

    long fence() {
        return fence;
    }

    /** Everything of the present attempt is in the log. */
    boolean isWritten() {
        return last != null && last.kind() == RecordKind.END;
    }

    /** Its end was in the log once; a leader may have seen it. */
    boolean hasEnded() {
        return ended;
    }

    /** The attempt is given up; another one says something else. */
    void beginAnew(Golden next, long durable) {
        golden = next;
        fence++;
        claimed = false;
        from = Math.max(lastSeq(), Math.max(durable, from - 1)) + 1;
        contents.clear();
        write(next);
    }

    /** The log ends with this record now. */
    void logEndsWith(Optional<RunRecord> record) {
        last = record.orElse(null);
    }

    /** The record that is appended next. */
    RunRecord next(long durable) {
        RunRecord before = last;
        RunRecord record = before == null || before.fence() < fence || before.nextSeq() <= durable
                ? claim(durable)
                : content(before);
        last = record;
        ended |= isWritten();
        return record;
    }

    /** What is durable or in the log when the first claim of an attempt is appended is of the attempts before. */
    private RunRecord claim(long durable) {
        if (!claimed) {
            claimed = true;
            from = Math.max(from, Math.max(lastSeq(), durable) + 1);
        }
        long next = Math.max(lastSeq(), Math.max(durable, from - 1)) + 1;
        RunRecord before = last;
        Chain chain = before == null || before.nextSeq() != next ? Chain.START : before.chain();
        var body = new ClaimBody(fence, from, durable, "link", Optional.empty(), "pod");
        return RunRecord.following(
                chain, id, RecordKind.CLAIM, fence, next, Optional.empty(), Body.of(Json.bytes(body)));
    }

    private RunRecord content(RunRecord before) {
        Content next = contents.get((int) (before.nextSeq() - from));
        return RunRecord.following(
                before.chain(), id, next.kind(), fence, before.nextSeq(), next.fragment(), next.body());
    }

    private long lastSeq() {
        return last == null ? 0 : last.nextSeq() - 1;
    }

    private void write(Golden what) {
        var lines = new ArrayList<String>();
        for (ObjectNode chunk : what.chunks()) {
            if (random.nextInt(6) == 0) {
                flush(lines);
                pieces(Chunks.line(chunk));
            } else {
                lines.add(Chunks.line(chunk));
            }
            if (random.nextInt(3) == 0) {
                flush(lines);
            }
        }
        flush(lines);
        add(RecordKind.END, Optional.empty(), Body.of(Json.bytes(EndBody.succeeded())));
    }

    private void flush(List<String> lines) {
        if (!lines.isEmpty()) {
            add(RecordKind.CHUNKS, Optional.empty(), Body.of(String.join("\n", lines) + "\n"));
            lines.clear();
        }
    }

    private void pieces(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int count = 2 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            byte[] piece = Arrays.copyOfRange(bytes, i * bytes.length / count, (i + 1) * bytes.length / count);
            add(RecordKind.CHUNKS, Optional.of(new Fragment(i + 1, count)), Body.of(piece));
        }
    }

    private void add(RecordKind kind, Optional<Fragment> fragment, Body body) {
        contents.add(new Content(kind, fragment, body));
    }
}
