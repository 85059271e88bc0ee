package dev.hawser.dispatch.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.notice.IntakeNotice;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Owner;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class IntakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    Lab lab;

    private Owner owner;
    private String thread;
    private Desktop desktop;

    @BeforeEach
    void aThreadOfAnOwnerWhoseDesktopIsOnline() {
        lab.awaitReady();
        owner = lab.owner();
        thread = lab.thread(owner);
        desktop = Desktop.online(owner.link());
    }

    @AfterEach
    void goOffline() {
        desktop.close();
    }

    @Test
    void aMessageIsStoredWithItsRunAndStartsAtOnce() {
        Command.PostMessage message = owner.message(thread, "hello");

        lab.post(message);

        assertThat(desktop.nextItem().message().parts().getFirst().path("text").asText())
                .isEqualTo("hello");
        RunRow run = lab.awaitState(message.runId(), RunState.RUNNING);
        assertThat(run.holder().fence()).isEqualTo(1);
        assertThat(run.work().position()).isEqualTo(1);
        assertThat(lab.awaitNotice(message).code()).isEmpty();
        assertThat(lab.count("SELECT position FROM messages WHERE id = $1", message.messageId()))
                .isEqualTo(2);
    }

    @Test
    void theSameMessageDeliveredTwiceIsCarriedOutOnce() {
        Command.PostMessage message = owner.message(thread, "hello");
        lab.post(message);
        desktop.nextItem();

        lab.publish(message, CommandIdentity.of(message).messageId() + ":again");

        await().atMost(PATIENCE).until(() -> lab.notices(message).size() == 2);
        assertThat(lab.notices(message))
                .allSatisfy(notice -> assertThat(notice.code()).isEmpty());
        assertThat(lab.count("SELECT count(*) FROM runs WHERE thread = $1", thread))
                .isEqualTo(1);
        assertThat(lab.count("SELECT next_position FROM threads WHERE id = $1", thread))
                .isEqualTo(2);
        assertThat(deadLetters()).isZero();
    }

    @Test
    void anotherContentUnderTheSameIdIsAConflictAndTheFirstRunGoesOn() {
        Command.PostMessage first = owner.message(thread, "first");
        lab.post(first);
        Command.PostMessage other = owner.message(thread, first.messageId(), "other");

        lab.publish(other);

        assertThat(lab.awaitNotice(other).code()).contains(ProblemCode.MESSAGE_CONFLICT.text());
        assertThat(deadLetterCode(other)).isEqualTo(ProblemCode.MESSAGE_CONFLICT.text());
        assertThat(lab.run(first.runId()).state().isTerminal()).isFalse();
        assertThat(desktop.nextItem().message().parts().getFirst().path("text").asText())
                .isEqualTo("first");
        assertThat(lab.notices(first)).extracting(IntakeNotice::code).containsOnly(Optional.empty());
    }

    @Test
    void aMessageBeyondTheLimitOfAThreadIsRefusedVisibly() {
        lab.post(owner.message(thread, "runs"));
        lab.sql("""
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, position, deadline_at)
                SELECT 'run_' || $1::text || n, tenant, owner, id, partition, 'msg_x', '{}', 1000 + n,
                       now() + interval '1 hour'
                  FROM threads, generate_series(1, 100) AS n WHERE id = $1
                """, thread);
        Command.PostMessage tooMany = owner.message(thread, "one too many");

        lab.post(tooMany);

        RunRow run = lab.run(tooMany.runId());
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(errorCode(tooMany.runId())).isEqualTo(RunErrorCode.REJECTED.text());
        assertThat(deadLetterCode(tooMany)).isEqualTo(ProblemCode.LIMIT_REACHED.text());
        assertThat(lab.awaitNotice(tooMany).code()).contains(ProblemCode.LIMIT_REACHED.text());
    }

    @Test
    void aMessageToAForeignThreadIsADeadLetterAndStoresNothing() {
        Owner stranger = lab.owner();
        Command.PostMessage message = stranger.message(thread, "mine?");

        lab.publish(message);

        assertThat(lab.awaitNotice(message).code()).contains(ProblemCode.NOT_FOUND.text());
        assertThat(deadLetterCode(message)).isEqualTo(ProblemCode.NOT_FOUND.text());
        assertThat(lab.findRun(message.runId())).isEmpty();
    }

    @Test
    void bytesThatAreNoCommandAreADeadLetterAndThePartitionGoesOn() {
        lab.publish(CoreSubjects.command(thread), thread + ":garbage", "{no json".getBytes(UTF_8));

        lab.post(owner.message(thread, "next"));

        assertThat(desktop.nextItem().message().parts().getFirst().path("text").asText())
                .isEqualTo("next");
        assertThat(lab.sql("SELECT code FROM dead_letters WHERE message_id = $1", thread + ":garbage"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString("code")).isEqualTo(ProblemCode.MALFORMED.text()));
    }

    @Test
    void textThatPostgresCannotStoreIsRefusedAtTheFirstDelivery() {
        Command.PostMessage message = owner.message(thread, "nul \0 character");

        lab.publish(message);

        assertThat(lab.awaitNotice(message).code()).contains(ProblemCode.INVALID.text());
        assertThat(errorCode(message.runId())).isEqualTo(RunErrorCode.REJECTED.text());
    }

    @Test
    void aCommandThatFailsByItselfIsADeadLetterAtItsFifthFailure() {
        Command.PostMessage first = named(owner.message(thread, "first"), "same-client-id");
        lab.post(first);
        Command.PostMessage second = named(owner.message(thread, "second"), "same-client-id");

        lab.publish(second);

        assertThat(lab.awaitNotice(second).code()).contains(ProblemCode.INTERNAL.text());
        assertThat(deadLetterCode(second)).isEqualTo(ProblemCode.INTERNAL.text());
        assertThat(errorCode(second.runId())).isEqualTo(RunErrorCode.REJECTED.text());
        assertThat(failures(second)).isZero();
    }

    @Test
    void anOutageOfPostgresIsNeverCountedAgainstACommand() {
        var holder = Lab.wait(lab.pool().getConnection());
        var tx = Lab.wait(holder.begin());
        Lab.wait(holder.preparedQuery("SELECT 1 FROM threads WHERE id = $1 FOR UPDATE")
                .execute(Tuple.of(thread)));
        Command.PostMessage message = owner.message(thread, "waits");

        lab.publish(message);
        await().during(Duration.ofMillis(2_500))
                .atMost(PATIENCE)
                .until(() -> lab.findRun(message.runId()).isEmpty());
        Lab.wait(holder.query("SELECT 1").execute());
        Lab.wait(tx.rollback().onFailure().recoverWithNull());
        Lab.wait(holder.close());

        assertThat(desktop.nextItem().runId()).isEqualTo(message.runId());
        assertThat(failures(message)).isZero();
        assertThat(deadLetters()).isZero();
    }

    @Test
    void messagesOfAThreadRunOneAfterTheOtherInTheirOrder() {
        Command.PostMessage first = owner.message(thread, "first");
        Command.PostMessage second = owner.message(thread, "second");
        Command.PostMessage third = owner.message(thread, "third");
        lab.publish(first);
        lab.publish(second);
        lab.post(third);

        assertThat(desktop.nextItem().runId()).isEqualTo(first.runId());
        assertThat(lab.run(second.runId()).state()).isEqualTo(RunState.QUEUED);
        assertThat(desktop.waitingItems()).isZero();
        lab.settle(first.runId(), RunState.SUCCEEDED);

        assertThat(desktop.nextItem().runId()).isEqualTo(second.runId());
        assertThat(lab.run(third.runId()).state()).isEqualTo(RunState.QUEUED);
        lab.settle(second.runId(), RunState.FAILED);

        assertThat(desktop.nextItem().runId()).isEqualTo(third.runId());
    }

    @Test
    void threadsRunSideBySide() {
        String otherThread = lab.thread(owner);
        String first = lab.post(owner.message(thread, "here"));
        String second = lab.post(owner.message(otherThread, "there"));

        assertThat(desktop.nextItem().runId()).isIn(first, second);
        assertThat(desktop.nextItem().runId()).isIn(first, second);
        assertThat(lab.run(first).state()).isEqualTo(RunState.RUNNING);
        assertThat(lab.run(second).state()).isEqualTo(RunState.RUNNING);
    }

    private static Command.PostMessage named(Command.PostMessage message, String clientId) {
        return new Command.PostMessage(
                message.tenant(),
                message.owner(),
                message.threadId(),
                message.messageId(),
                Optional.of(clientId),
                message.runId(),
                message.parts(),
                message.target(),
                message.harness(),
                message.createdBy(),
                message.traceparent());
    }

    private long deadLetters() {
        return lab.count("SELECT count(*) FROM dead_letters WHERE thread = $1", thread);
    }

    private String deadLetterCode(Command command) {
        return lab.sql(
                        "SELECT code FROM dead_letters WHERE message_id = $1",
                        CommandIdentity.of(command).messageId())
                .iterator()
                .next()
                .getString("code");
    }

    private long failures(Command command) {
        return lab.count(
                "SELECT count(*) FROM command_failures WHERE message_id = $1",
                CommandIdentity.of(command).messageId());
    }

    private String errorCode(String run) {
        return lab.sql("SELECT error_code FROM runs WHERE id = $1", run)
                .iterator()
                .next()
                .getString("error_code");
    }
}
