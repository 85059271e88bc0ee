package dev.hawser.harness.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.limit.Limits;
import dev.hawser.harness.HarnessFailureException;
import dev.hawser.harness.HarnessSink;
import dev.hawser.harness.chunk.ChunkCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Each line is one UI-message chunk; empty lines are passed over; anything else fails the run. */
final class NdjsonReader implements OutputReader {

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number = 1;

    @Override
    public void copy(InputStream from, HarnessSink to) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            int start = 0;
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    add(buffer, start, i);
                    pass(to);
                    start = i + 1;
                }
            }
            add(buffer, start, read);
        }
        pass(to);
    }

    private void add(byte[] buffer, int start, int end) {
        if (line.size() + end - start > Limits.CHUNK_BYTES) {
            throw tooLarge();
        }
        line.write(buffer, start, end - start);
    }

    private void pass(HarnessSink to) throws InterruptedException {
        String text = line.toString(UTF_8);
        line.reset();
        if (!text.isBlank()) {
            to.chunk(parse(text));
        }
        number++;
    }

    private ObjectNode parse(String text) {
        return switch (ChunkCheck.check(text)) {
            case ChunkCheck.Result.Accepted(ObjectNode chunk) -> chunk;
            case ChunkCheck.Result.Refused(String reason) ->
                throw new HarnessFailureException(
                        RunErrorCode.BAD_HARNESS_OUTPUT, "Line " + number + " of the program's output: " + reason);
            case ChunkCheck.Result.TooLarge(int bytes) -> throw tooLarge();
        };
    }

    private HarnessFailureException tooLarge() {
        return new HarnessFailureException(
                RunErrorCode.CHUNK_TOO_LARGE,
                "Line " + number + " of the program's output has more than " + Limits.CHUNK_BYTES + " bytes.");
    }
}
