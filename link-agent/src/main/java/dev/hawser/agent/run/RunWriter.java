package dev.hawser.agent.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.agent.outbox.RunLane;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.HarnessSink;
import dev.hawser.harness.chunk.ChunkType;
import dev.hawser.harness.chunk.ChunkType.Field;
import dev.hawser.harness.chunk.Chunks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one UI message of what a harness says: one {@code start} with our message id at its beginning, every text marked
 * where it begins and ends, and {@code finish}, {@code error} or {@code abort} at the end, followed by the run's end.
 */
final class RunWriter implements HarnessSink {

    private static final int ERROR_TEXT_CHARS = 2_000;

    private final RunLane lane;
    private final RunLogs.RunLog log;
    private int texts;
    private boolean inText;
    private boolean finished;

    RunWriter(RunLane lane, RunLogs.RunLog log) {
        this.lane = lane;
        this.log = log;
    }

    void begin(String messageId) throws InterruptedException {
        write(Chunks.start(messageId));
    }

    @Override
    public void text(String delta) throws InterruptedException {
        if (!inText) {
            texts++;
            write(Chunks.textStart(textId()));
            inText = true;
        }
        write(Chunks.textDelta(textId(), delta));
    }

    @Override
    public void chunk(ObjectNode chunk) throws InterruptedException {
        if (inText) {
            write(Chunks.textEnd(textId()));
            inText = false;
        }
        Optional<ChunkType> type = ChunkType.of(chunk);
        if (type.equals(Optional.of(ChunkType.START))) {
            passMetadata(chunk);
            return;
        }
        finished = finished || type.equals(Optional.of(ChunkType.FINISH));
        write(chunk);
    }

    @Override
    public void log(String line) {
        log.add(line);
    }

    /** Writes how the run ended. Returns when that is on the disk. */
    void end(HarnessEnd end) throws InterruptedException {
        switch (end) {
            case HarnessEnd.Succeeded() -> close(Chunks.finish("stop"), EndBody.succeeded());
            case HarnessEnd.Cancelled() -> close(Chunks.abort(), EndBody.cancelled());
            case HarnessEnd.Failed(RunErrorCode code, String text) -> {
                String shown = text.length() <= ERROR_TEXT_CHARS ? text : text.substring(0, ERROR_TEXT_CHARS) + '…';
                close(Chunks.error(shown), EndBody.failed(code, shown));
            }
        }
    }

    private void close(ObjectNode last, EndBody end) throws InterruptedException {
        List<byte[]> lines = new ArrayList<>();
        if (inText) {
            lines.add(bytes(Chunks.textEnd(textId())));
        }
        if (!finished) {
            lines.add(bytes(last));
        }
        lane.end(lines, end);
    }

    /** The message has begun already; what the harness says about it beside that is kept. */
    private void passMetadata(ObjectNode start) throws InterruptedException {
        JsonNode metadata = start.get(Field.MESSAGE_METADATA);
        if (metadata != null) {
            ObjectNode chunk = start.objectNode().put(Field.TYPE, ChunkType.MESSAGE_METADATA.text());
            chunk.set(Field.MESSAGE_METADATA, metadata);
            write(chunk);
        }
    }

    private String textId() {
        return "text-" + texts;
    }

    private void write(ObjectNode chunk) throws InterruptedException {
        lane.append(bytes(chunk));
    }

    private static byte[] bytes(ObjectNode chunk) {
        return Chunks.line(chunk).getBytes(UTF_8);
    }
}
