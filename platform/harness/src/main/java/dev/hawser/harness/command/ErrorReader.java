package dev.hawser.harness.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.harness.HarnessSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts a program's standard error into the log of the run, line by line, and remembers the last one. */
final class ErrorReader {

    /** Longer lines are cut. */
    static final int LINE_BYTES = 4 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private volatile @Nullable String last;

    void copy(InputStream from, HarnessSink to) throws IOException {
        byte[] buffer = new byte[LINE_BYTES];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    pass(to);
                } else if (line.size() < LINE_BYTES) {
                    line.write(buffer[i]);
                }
            }
        }
        pass(to);
    }

    /** The last line that was not empty. */
    Optional<String> last() {
        return Optional.ofNullable(last);
    }

    private void pass(HarnessSink to) {
        String text = line.toString(UTF_8).strip();
        line.reset();
        if (!text.isEmpty()) {
            last = text;
            to.log(text);
        }
    }
}
