package dev.hawser.contract;

import static dev.hawser.contract.Samples.AT;
import static dev.hawser.contract.Samples.BY;
import static dev.hawser.contract.Samples.LINK;
import static dev.hawser.contract.Samples.MESSAGE;
import static dev.hawser.contract.Samples.OWNER;
import static dev.hawser.contract.Samples.RUN;
import static dev.hawser.contract.Samples.TENANT;
import static dev.hawser.contract.Samples.THREAD;
import static dev.hawser.contract.Samples.TRACE;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.event.HawserEvent;
import dev.hawser.contract.http.LinkSession;
import dev.hawser.contract.http.LinkSessionBody;
import dev.hawser.contract.http.LinkView;
import dev.hawser.contract.http.PostMessageAnswer;
import dev.hawser.contract.http.PostMessageBody;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.notice.DurableNotice;
import dev.hawser.contract.notice.IntakeNotice;
import dev.hawser.contract.notice.SettledNotice;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import dev.hawser.contract.rpc.EndRequest;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.rpc.RpcError;
import dev.hawser.contract.rpc.Sync;
import dev.hawser.contract.work.HeldAnswer;
import dev.hawser.contract.work.HeldQuery;
import dev.hawser.contract.work.LinkStatus;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.contract.work.Target;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkMessage;
import dev.hawser.contract.work.WorkRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every body of the contract against its golden file, both ways. */
class ShapesTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource({"commands", "work", "records", "rpc", "notices", "http"})
    <T> void aBodyIsWrittenAndReadAsItsGoldenFileSays(String name, T value, Class<T> type) {
        Golden.holds(name + ".json", value, type);
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                shape("command-post-message", postMessage(), Command.class),
                shape("command-post-message-minimal", minimalPostMessage(), Command.class),
                shape("command-cancel-run", new Command.CancelRun(TENANT, OWNER, THREAD, RUN, BY), Command.class),
                shape("command-remove-queued", new Command.RemoveQueued(TENANT, OWNER, THREAD, RUN, BY), Command.class),
                shape(
                        "command-retry-run",
                        new Command.RetryRun(TENANT, OWNER, THREAD, RUN, "run_01h455vb4pex5vsknk084sn02r", BY),
                        Command.class),
                shape("command-delete-thread", new Command.DeleteThread(TENANT, OWNER, THREAD, BY), Command.class));
    }

    static Stream<Arguments> work() {
        return Stream.of(
                shape("work-item", workItem(), WorkItem.class),
                shape("work-item-minimal", minimalWorkItem(), WorkItem.class),
                shape("work-refusal", new WorkRefusal("busy", "No slot is free.", Optional.of(0)), WorkRefusal.class),
                shape("run-fence", new RunFence(RUN, 3), RunFence.class),
                shape("held-query", new HeldQuery(List.of(new RunFence(RUN, 3))), HeldQuery.class),
                shape("held-answer", new HeldAnswer(List.of(new HeldAnswer.Held(RUN, 3, true))), HeldAnswer.class),
                shape("link-status", linkStatus(), LinkStatus.class),
                shape("shutdown-superseded", Shutdown.superseded(4), Shutdown.class),
                shape("shutdown-revoked", Shutdown.revoked(), Shutdown.class),
                shape("target-link", Target.ofLink(LINK), Target.class),
                shape("target-any-link", anyLink(), Target.class));
    }

    static Stream<Arguments> records() {
        var usage = Json.mapper().createObjectNode().put("inputTokens", 12).put("outputTokens", 34);
        return Stream.of(
                shape(
                        "claim-body",
                        new ClaimBody(2, 18, 17, "link " + LINK, Optional.of(LINK), "dispatch-0"),
                        ClaimBody.class),
                shape(
                        "claim-body-without-link",
                        new ClaimBody(1, 1, 0, "cluster", Optional.empty(), "dispatch-0"),
                        ClaimBody.class),
                shape("end-succeeded", EndBody.succeeded(), EndBody.class),
                shape(
                        "end-succeeded-with-usage",
                        new EndBody(Outcome.SUCCEEDED, Optional.empty(), Optional.empty(), Optional.of(usage)),
                        EndBody.class),
                shape("end-failed", EndBody.failed(RunErrorCode.HARNESS_FAILED, "exit code 3"), EndBody.class),
                shape("end-cancelled", EndBody.cancelled(), EndBody.class));
    }

    static Stream<Arguments> rpc() {
        var progress = new Heartbeat.RunProgress(RUN, 3, 41);
        var kept = new Sync.Verdict(RUN, "keep", Optional.empty(), 40, Optional.of(41L));
        var stopped = new Sync.Verdict(RUN, "stop", Optional.of("fenced"), 40, Optional.empty());
        return Stream.of(
                shape("rpc-ingest-answer", new IngestAnswer(42, 40), IngestAnswer.class),
                shape(
                        "rpc-error",
                        new RpcError("gap", "Records are missing.", Optional.empty(), Optional.of(18L)),
                        RpcError.class),
                shape(
                        "rpc-error-overloaded",
                        new RpcError("overloaded", "The log is full.", Optional.of(500L), Optional.empty()),
                        RpcError.class),
                shape("rpc-heartbeat", new Heartbeat(List.of(progress), 3, Optional.empty()), Heartbeat.class),
                shape(
                        "rpc-heartbeat-with-status",
                        new Heartbeat(List.of(), 4, Optional.of(linkStatus())),
                        Heartbeat.class),
                shape("rpc-heartbeat-answer", heartbeatAnswer(), Heartbeat.Answer.class),
                shape("rpc-sync", new Sync(List.of(progress)), Sync.class),
                shape("rpc-sync-answer", new Sync.Answer(List.of(kept, stopped)), Sync.Answer.class),
                shape("rpc-release", new Release(RUN, 3, "outbox_full", Optional.of(1_000L)), Release.class),
                shape(
                        "rpc-end",
                        new EndRequest(RUN, EndBody.failed(RunErrorCode.POISONED, "no JSON")),
                        EndRequest.class));
    }

    static Stream<Arguments> notices() {
        var identity = new CommandIdentity(THREAD, "post_message", MESSAGE, "0123456789abcdef0123456789abcdef");
        var data = Json.mapper().createObjectNode().put("state", "succeeded");
        return Stream.of(
                shape("notice-intake", IntakeNotice.of(identity, Optional.empty()), IntakeNotice.class),
                shape(
                        "notice-intake-refused",
                        IntakeNotice.of(identity, Optional.of("message_conflict")),
                        IntakeNotice.class),
                shape("notice-settled", new SettledNotice(RUN, THREAD, "succeeded"), SettledNotice.class),
                shape(
                        "notice-durable",
                        new DurableNotice(List.of(new DurableNotice.Mark(RUN, 17))),
                        DurableNotice.class),
                shape(
                        "event",
                        new HawserEvent(
                                "evt_01h455vb4pex5vsknk084sn02q",
                                EventType.RUN_SETTLED.text(),
                                AT,
                                Optional.of(THREAD),
                                Optional.of(RUN),
                                Optional.empty(),
                                data),
                        HawserEvent.class));
    }

    static Stream<Arguments> http() {
        return Stream.of(
                shape("http-post-message", postMessageBody(), PostMessageBody.class),
                shape("http-post-message-answer", new PostMessageAnswer(MESSAGE, RUN, THREAD), PostMessageAnswer.class),
                shape("http-link-view", linkView(), LinkView.class),
                shape("http-link-view-offline", offlineLink(), LinkView.class),
                shape("http-link-session-body", linkSessionBody(), LinkSessionBody.class),
                shape("http-link-session", linkSession(), LinkSession.class));
    }

    private static <T> Arguments shape(String name, T value, Class<T> type) {
        return arguments(name, value, type);
    }

    static Command postMessage() {
        return new Command.PostMessage(
                TENANT,
                OWNER,
                THREAD,
                MESSAGE,
                Optional.of("V1StGXR8_Z5jdHi6B-myT"),
                RUN,
                List.of(Samples.text("Grüße, 世界 🌊")),
                Optional.of(Target.ofLink(LINK)),
                Optional.of("echo"),
                BY,
                Optional.of(TRACE));
    }

    private static Command minimalPostMessage() {
        return new Command.PostMessage(
                TENANT,
                OWNER,
                THREAD,
                MESSAGE,
                Optional.empty(),
                RUN,
                List.of(Samples.text("hello")),
                Optional.empty(),
                Optional.empty(),
                BY,
                Optional.empty());
    }

    private static WorkItem workItem() {
        var question = new WorkMessage(MESSAGE, "user", List.of(Samples.text("And now?")));
        var earlier = List.of(
                new WorkMessage("msg_01h455vb4pex5vsknk084sn02a", "user", List.of(Samples.text("First?"))),
                new WorkMessage("msg_01h455vb4pex5vsknk084sn02b", "assistant", List.of(Samples.text("Yes."))));
        return new WorkItem(
                RUN, THREAD, MESSAGE, 3, 2, 18, Optional.of("echo"), question, earlier, AT, BY, Optional.of(TRACE));
    }

    private static WorkItem minimalWorkItem() {
        var question = new WorkMessage(MESSAGE, "user", List.of(Samples.text("hello")));
        return new WorkItem(
                RUN, THREAD, MESSAGE, 1, 1, 1, Optional.empty(), question, List.of(), AT, BY, Optional.empty());
    }

    private static Target anyLink() {
        var labels = new Target.AnyLink(Optional.of(Map.of("gpu", "yes")), Optional.of("echo"));
        return new Target(Optional.empty(), Optional.of(labels), Optional.empty(), Optional.empty());
    }

    private static LinkStatus linkStatus() {
        return new LinkStatus(LINK, "workbench", "Linux", "0.1.0", List.of("runs"), List.of("echo", "files"), 1, 3, AT);
    }

    private static Heartbeat.Answer heartbeatAnswer() {
        var running = new Heartbeat.RunState(RUN, "running", Optional.of(AT), 40, Optional.empty(), false);
        var fenced = new Heartbeat.RunState(RUN, "fenced", Optional.empty(), 40, Optional.of(41L), true);
        return new Heartbeat.Answer(List.of(running, fenced), AT);
    }

    private static PostMessageBody postMessageBody() {
        return new PostMessageBody(
                Optional.of("V1StGXR8_Z5jdHi6B-myT"),
                List.of(Samples.text("hello")),
                Optional.of(Target.ofLink(LINK)),
                Optional.of("echo"));
    }

    private static LinkView linkView() {
        return new LinkView(
                LINK,
                "Workbench",
                "workbench",
                "Linux",
                "0.1.0",
                List.of("runs"),
                List.of("echo"),
                true,
                Optional.of(1.25),
                1,
                3,
                false,
                Optional.of(AT));
    }

    private static LinkView offlineLink() {
        return new LinkView(
                LINK,
                "Workbench",
                "",
                "",
                "",
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                0,
                0,
                true,
                Optional.empty());
    }

    private static LinkSessionBody linkSessionBody() {
        return new LinkSessionBody(
                "UCUTPVRSBPD2F6BZ5Q5HZ4EVXPPRJTV3TDP7DMTUZEZPIBIVK7G2GGQW",
                Optional.of(3L),
                "b7f0e2a4",
                "workbench",
                "Linux",
                "0.1.0",
                List.of("runs"),
                List.of("echo", "files"),
                Optional.of(true));
    }

    private static LinkSession linkSession() {
        var key = Json.tree(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k1\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        return new LinkSession(
                LINK,
                4,
                new LinkSession.Connection(
                        List.of("tls://nats.example.org:4222", "wss://nats.example.org"), "eyJ0eXAi"),
                List.of(key),
                AT,
                AT.plus(Duration.ofMinutes(15)),
                AT.plus(Duration.ofMinutes(10)),
                "0.1.0");
    }
}
