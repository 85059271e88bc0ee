package dev.hawser.dispatch.push;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.HeldAnswer;
import dev.hawser.contract.work.HeldQuery;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The calls of dispatch to an agent (design 04). All of them may be repeated. */
@ApplicationScoped
public class LinkCalls {

    private static final int ANSWER_BYTES = 64 * 1024;
    private static final int CONFLICT = 409;
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final TunnelClient client;
    private final PushConfig config;
    private final MeterRegistry metrics;

    LinkCalls(TunnelClient client, PushConfig config, MeterRegistry metrics) {
        this.client = client;
        this.config = config;
        this.metrics = metrics;
    }

    /** Posts a work item once. Never fails: no answer is an answer, too. */
    public Uni<PushAnswer> work(String link, WorkItem item) {
        return call(link, AgentPath.WORK, item, config.workDeadline())
                .map(LinkCalls::judge)
                .onFailure()
                .recoverWithItem(LinkCalls::judge)
                .invoke(answer -> metrics.counter(
                                "hawser_dispatch_pushes",
                                "answer",
                                answer.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                        .increment());
    }

    /** Tells a link to stop executing a run. Completes when the link has answered; fails with its tunnel. */
    public Uni<Void> cancel(String link, RunFence run) {
        return call(link, AgentPath.CANCEL, run, config.callDeadline()).replaceWithVoid();
    }

    /** Asks a link which of these attempts it still holds. Fails with {@link TunnelException}. */
    public Uni<HeldAnswer> held(String link, List<RunFence> runs) {
        return call(link, AgentPath.HELD, new HeldQuery(runs), config.callDeadline())
                .map(answer -> Json.read(answer.body().bytes(), HeldAnswer.class));
    }

    private record Answer(int status, Body body) {}

    private Uni<Answer> call(String link, String path, Object body, Duration deadline) {
        var request = TunnelRequest.postJson(path, Json.bytes(body))
                .withDeadline(deadline)
                .asRepeatable();
        return client.send(link, request).chain(LinkCalls::whole);
    }

    private static Uni<Answer> whole(TunnelResponse response) {
        return response.bytes(ANSWER_BYTES).map(body -> new Answer(response.status(), Body.of(body)));
    }

    private static PushAnswer judge(Answer answer) {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return new PushAnswer.Accepted();
        }
        if (status == CONFLICT) {
            String code = Refusals.read(status, answer.body()).code();
            return RpcCode.FENCED.text().equals(code) ? new PushAnswer.Fenced() : new PushAnswer.Busy();
        }
        if (status == TOO_MANY_REQUESTS) {
            return new PushAnswer.Busy();
        }
        boolean definite = status >= CLIENT_ERRORS && status < SERVER_ERRORS && status != REQUEST_TIMEOUT;
        return definite
                ? Refusals.read(status, answer.body())
                : new PushAnswer.Unknown("the desktop answered " + status);
    }

    private static PushAnswer judge(Throwable failure) {
        if (!(failure instanceof TunnelException tunnel)) {
            return new PushAnswer.Unknown(String.valueOf(failure));
        }
        if (tunnel.code() == TunnelErrorCode.LINK_OFFLINE) {
            return new PushAnswer.Offline();
        }
        if (tunnel.code() == TunnelErrorCode.REFUSED) {
            return new PushAnswer.Busy();
        }
        return tunnel.retry() == TunnelErrorCode.Retry.NEVER
                ? new PushAnswer.Refused(
                        RunErrorCode.REFUSED.text(), tunnel.code().wireName())
                : new PushAnswer.Unknown(tunnel.code().wireName());
    }
}
