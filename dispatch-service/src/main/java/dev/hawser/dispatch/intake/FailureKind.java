package dev.hawser.dispatch.intake;

import com.fasterxml.jackson.core.JacksonException;
import dev.hawser.contract.json.MalformedJsonException;
import io.vertx.pgclient.PgException;
import java.util.NoSuchElementException;
import java.util.Set;

/** Whose fault a failure of intake is. */
enum FailureKind {
    /** Postgres, NATS or the network: tried again for ever, never counted. */
    OUTAGE,
    /** The command itself, or a bug that it uncovers: counted. */
    COMMAND;

    /** Data exception, integrity constraint, and errors in statements of ours. */
    private static final String OURS = "dev.hawser.dispatch.";

    private static final Set<String> SQL_CLASSES_OF_THE_COMMAND = Set.of("21", "22", "23", "42");

    static FailureKind of(Throwable failure) {
        return switch (failure) {
            case PgException pg -> ofSqlState(pg.getSqlState());
            case MalformedJsonException malformed -> COMMAND;
            case JacksonException json -> COMMAND;
            case NullPointerException bug -> COMMAND;
            case IllegalArgumentException bug -> COMMAND;
            case ClassCastException bug -> COMMAND;
            case IndexOutOfBoundsException bug -> COMMAND;
            case NoSuchElementException bug -> COMMAND;
            case UnsupportedOperationException bug -> COMMAND;
            case ArithmeticException bug -> COMMAND;
            case IllegalStateException state -> isThrownByUs(state) ? COMMAND : OUTAGE;
            default -> OUTAGE;
        };
    }

    /** Drivers throw this when a connection is gone; thrown by our own code it is a bug that would block a partition. */
    private static boolean isThrownByUs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
    }

    private static FailureKind ofSqlState(String state) {
        return state != null && state.length() > 2 && SQL_CLASSES_OF_THE_COMMAND.contains(state.substring(0, 2))
                ? COMMAND
                : OUTAGE;
    }
}
