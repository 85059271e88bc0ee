package dev.hawser.agent.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.harness.HarnessSink;
import dev.hawser.harness.chunk.ChunkType;
import dev.hawser.harness.chunk.ChunkType.Field;
import dev.hawser.harness.chunk.Chunks;
import java.util.Optional;

/** Prints what a harness says: its text, or with {@code --json} its chunks; its log goes to standard error. */
final class PrintingSink implements HarnessSink {

    private final Common common;

    PrintingSink(Common common) {
        this.common = common;
    }

    @Override
    public void text(String delta) {
        if (common.json()) {
            print(Chunks.textDelta("text-1", delta));
        } else {
            common.out().print(delta);
            common.out().flush();
        }
    }

    @Override
    public void chunk(ObjectNode chunk) {
        if (common.json()) {
            print(chunk);
        } else if (ChunkType.of(chunk).equals(Optional.of(ChunkType.TEXT_DELTA))) {
            common.out().print(chunk.path(Field.DELTA).asText());
            common.out().flush();
        }
    }

    @Override
    public void log(String line) {
        common.err().println(line);
    }

    private void print(ObjectNode chunk) {
        common.out().println(Chunks.line(chunk));
        common.out().flush();
    }
}
