package dev.hawser.launcher.stack;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Tells people what happens, with the seconds since the start. */
public final class Progress {

    private final PrintWriter out;
    private final Instant start = Instant.now();

    public Progress(PrintWriter out) {
        this.out = out;
    }

    /** One line, such as {@code   2.1 s  nats is ready}. */
    public synchronized void say(String text) {
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
        out.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, text));
        out.flush();
    }

    /** Text that is no step. */
    public synchronized void plain(String text) {
        out.println(text);
        out.flush();
    }
}
