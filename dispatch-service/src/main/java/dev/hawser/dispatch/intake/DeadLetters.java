package dev.hawser.dispatch.intake;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.subject.SubjectToken;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Commands that could not be carried out, whole and with the reason: nothing is dropped silently. */
@ApplicationScoped
class DeadLetters {

    private static final int THREAD_TOKEN = 3;
    private static final int REASON_CHARS = 2_000;
    private static final String UNKNOWN_KIND = "unknown";

    private final MeterRegistry metrics;

    DeadLetters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Counts one failure that the command causes itself; how many there are now. */
    Uni<Integer> countFailure(SqlClient tx, Delivery delivery, Throwable failure) {
        return tx.preparedQuery(DeadLetterSql.COUNT_FAILURE)
                .execute(Tuple.of(delivery.messageId(), shortened(String.valueOf(failure))))
                .map(rows -> rows.iterator().next().getInteger("failures"));
    }

    /** Stores a dead letter once, however often it is delivered. */
    Uni<Void> store(SqlClient tx, Delivery delivery, Optional<Command> command, Outcome.Refused refusal) {
        return tx.preparedQuery(DeadLetterSql.INSERT)
                .execute(Tuple.from(List.of(
                        delivery.messageId(),
                        delivery.subject(),
                        SubjectToken.at(delivery.subject(), THREAD_TOKEN),
                        command.map(Command::kindText).orElse(UNKNOWN_KIND),
                        Buffer.buffer(delivery.body().bytes()),
                        refusal.code().text(),
                        shortened(refusal.reason()))))
                .invoke(() -> metrics.counter(
                                "hawser_dispatch_dead_letters",
                                "code",
                                refusal.code().text())
                        .increment())
                .replaceWithVoid();
    }

    /** A dead letter because of too many failures. */
    static Outcome.Refused tooManyFailures(int failures, Throwable last) {
        return new Outcome.Refused(ProblemCode.INTERNAL, "failed " + failures + " times, the last time: " + last);
    }

    private static String shortened(String text) {
        String storable = StorableText.storable(text);
        return storable.length() <= REASON_CHARS ? storable : storable.substring(0, REASON_CHARS);
    }
}
