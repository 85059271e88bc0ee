package dev.hawser.dispatch.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureLogTest {

    private final Lines lines = new Lines();
    private long now;
    private final FailureLog log = new FailureLog(lines, () -> now);

    @Test
    void theFirstOfAKindIsSaidWithItsStackAndTheOthersAreCounted() {
        for (int i = 1; i <= 1_000; i++) {
            log.failed("request " + i, new IllegalStateException("away"));
        }
        now += FailureLog.PAUSE.toNanos();
        log.failed("request 1001", new IllegalStateException("away"));

        assertThat(lines.said)
                .containsExactly(
                        "WARN request 1 with a stack",
                        "WARN request 1001: java.lang.IllegalStateException: away (failure 1001 of its kind)");
        assertThat(lines.debugged).isEqualTo(999);
    }

    @Test
    void anotherKindIsSaidAtOnce() {
        log.failed("one", new IllegalStateException("away"));
        log.failed("two", new IllegalArgumentException("a fault of ours"));

        assertThat(lines.said).containsExactly("WARN one with a stack", "WARN two with a stack");
    }

    @Test
    void afterAQuietMinuteTheStackIsSaidAgain() {
        log.failed("one", new IllegalStateException("away"));
        now += FailureLog.QUIET.toNanos() - 1;
        log.failed("two", new IllegalStateException("away"));
        now += FailureLog.QUIET.toNanos();
        log.failed("three", new IllegalStateException("away"));

        assertThat(lines.said)
                .containsExactly(
                        "WARN one with a stack",
                        "WARN two: java.lang.IllegalStateException: away (failure 2 of its kind)",
                        "WARN three with a stack");
    }

    private static final class Lines extends Logger {

        private static final long serialVersionUID = 1;

        private final transient List<String> said = new ArrayList<>();
        private int debugged;

        Lines() {
            super("test");
        }

        @Override
        public boolean isEnabled(Level level) {
            return true;
        }

        @Override
        protected void doLog(
                Level level,
                String loggerClass,
                Object message,
                Object @Nullable [] parameters,
                @Nullable Throwable thrown) {
            line(level, message + (thrown == null ? "" : " with a stack"));
        }

        @Override
        protected void doLogf(
                Level level, String loggerClass, String format, Object[] parameters, @Nullable Throwable thrown) {
            line(level, String.format(format, parameters));
        }

        private void line(Level level, String text) {
            if (level == Level.DEBUG) {
                debugged++;
            } else {
                said.add(level + " " + text);
            }
        }
    }
}
