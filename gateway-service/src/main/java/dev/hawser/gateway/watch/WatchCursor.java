package dev.hawser.gateway.watch;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the events, right behind one of them: {@code <created>.<sequence>}.
 *
 * @param created when the JetStream stream was created, in nanoseconds since 1970: its sequences start anew with it
 * @param sequence of the event in the stream
 */
record WatchCursor(long created, long sequence) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}|[1-8]\\d{18})\\.(\\d{1,18})");

    /** The place behind an event of a stream. */
    static WatchCursor of(Instant created, long sequence) {
        return new WatchCursor(TimeUnit.SECONDS.toNanos(created.getEpochSecond()) + created.getNano(), sequence);
    }

    /** The cursor that a client sent; empty for anything that we never gave. */
    static Optional<WatchCursor> parse(@Nullable String text) {
        Matcher match = TEXT.matcher(text == null ? "" : text);
        return match.matches()
                ? Optional.of(new WatchCursor(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
                : Optional.empty();
    }

    /** The id of an event. */
    String text() {
        return Long.toString(created) + '.' + sequence;
    }
}
