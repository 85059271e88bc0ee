package dev.hawser.dispatch.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.jetstream.api.JetStreamUnavailableException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {

    @ParameterizedTest
    @CsvSource({
        "22021, COMMAND",
        "23505, COMMAND",
        "42703, COMMAND",
        "08006, OUTAGE",
        "25P03, OUTAGE",
        "40001, OUTAGE",
        "40P01, OUTAGE",
        "53300, OUTAGE",
        "55P03, OUTAGE",
        "57014, OUTAGE",
        "57P01, OUTAGE"
    })
    void theClassOfAnSqlStateDecides(String state, FailureKind kind) {
        assertThat(FailureKind.of(new PgException("failed", "ERROR", state, "")))
                .isEqualTo(kind);
    }

    static Stream<Throwable> outages() {
        return Stream.of(
                new IOException("reset"),
                new TimeoutException(),
                new JetStreamUnavailableException("no answer"),
                stateOf("io.vertx.core.impl.future.FutureImpl"));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void whatTheNetworkDoesIsNeverCounted(Throwable outage) {
        assertThat(FailureKind.of(outage)).isEqualTo(FailureKind.OUTAGE);
    }

    @Test
    void aBugThatACommandUncoversIsCounted() {
        assertThat(FailureKind.of(new NoSuchElementException())).isEqualTo(FailureKind.COMMAND);
        assertThat(FailureKind.of(new IllegalArgumentException())).isEqualTo(FailureKind.COMMAND);
        assertThat(FailureKind.of(stateOf("dev.hawser.dispatch.run.RunRow"))).isEqualTo(FailureKind.COMMAND);
    }

    /** As that class would throw it. */
    private static IllegalStateException stateOf(String thrower) {
        var failure = new IllegalStateException("not in this state");
        failure.setStackTrace(new StackTraceElement[] {new StackTraceElement(thrower, "method", "File.java", 1)});
        return failure;
    }
}
