package dev.hawser.agent.serve;

import dev.hawser.agent.outbox.OutboxException;
import dev.hawser.agent.run.Runs;
import dev.hawser.agent.run.WorkAnswer;
import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.HeldAnswer;
import dev.hawser.contract.work.HeldQuery;
import dev.hawser.contract.work.LinkStatus;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.Shutdown;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.contract.work.WorkRefusal;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHandler;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Uni;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What this desktop answers through the tunnel, see {@link AgentPath}. Runs on virtual threads and may block. */
public final class AgentRoutes implements TunnelHandler {

    private static final System.Logger LOG = System.getLogger(AgentRoutes.class.getName());
    private static final int MAX_BODY_BYTES = 2 * 1024 * 1024;
    private static final int UNPROCESSABLE = 422;

    private final Runs runs;
    private final Supplier<LinkStatus> status;
    private final Predicate<Shutdown> shutdown;
    private final TunnelHandler proxy;

    /**
     * Routes to the runs of this desktop.
     *
     * @param shutdown told of a notice; true if this agent stops
     * @param proxy serves what is below {@link AgentPath#PROXY}
     */
    public AgentRoutes(Runs runs, Supplier<LinkStatus> status, Predicate<Shutdown> shutdown, TunnelHandler proxy) {
        this.runs = runs;
        this.status = status;
        this.shutdown = shutdown;
        this.proxy = proxy;
    }

    @Override
    public Uni<TunnelResponse> handle(TunnelExchange exchange) {
        if (exchange.target().startsWith(AgentPath.PROXY)) {
            return proxy.handle(exchange);
        }
        return switch (path(exchange)) {
            case AgentPath.STATUS -> get(exchange);
            case AgentPath.WORK -> post(exchange, WorkItem.class, this::work);
            case AgentPath.CANCEL -> post(exchange, RunFence.class, this::cancel);
            case AgentPath.HELD -> post(exchange, HeldQuery.class, this::held);
            case AgentPath.SHUTDOWN -> post(exchange, Shutdown.class, this::shutdown);
            default -> answer(refusal(ProblemCode.NOT_FOUND));
        };
    }

    private Uni<TunnelResponse> get(TunnelExchange exchange) {
        return "GET".equals(exchange.method())
                ? answer(json(200, status.get()))
                : answer(refusal(ProblemCode.METHOD_NOT_ALLOWED));
    }

    private static <T> Uni<TunnelResponse> post(
            TunnelExchange exchange, Class<T> type, Function<T, TunnelResponse> action) {
        if (!"POST".equals(exchange.method())) {
            return answer(refusal(ProblemCode.METHOD_NOT_ALLOWED));
        }
        return exchange.body().bytes(MAX_BODY_BYTES).map(body -> {
            try {
                return action.apply(Json.read(body, type));
            } catch (MalformedJsonException e) {
                return refusal(400, RpcCode.MALFORMED.text(), String.valueOf(e.getMessage()));
            } catch (OutboxException e) {
                LOG.log(Level.ERROR, "a request of the services failed", e);
                return refusal(503, RpcCode.UNAVAILABLE.text(), "This desktop cannot store anything now.");
            }
        });
    }

    private TunnelResponse work(WorkItem item) {
        return switch (runs.accept(item)) {
            case WorkAnswer.Accepted() -> json(202, new RunFence(item.runId(), item.fence()));
            case WorkAnswer.Fenced() ->
                refusal(RpcCode.FENCED, "A newer attempt of this run is known here, or this one is over.");
            case WorkAnswer.Busy(int freeSlots) ->
                json(
                        RpcCode.BUSY.status(),
                        new WorkRefusal(RpcCode.BUSY.text(), "All slots are taken.", Optional.of(freeSlots)));
            case WorkAnswer.UnknownHarness(String name, List<String> known) ->
                refusal(
                        UNPROCESSABLE,
                        RunErrorCode.UNKNOWN_HARNESS.text(),
                        "This desktop has no harness '" + name + "', only: " + String.join(", ", known) + ".");
        };
    }

    private TunnelResponse cancel(RunFence attempt) {
        return switch (runs.cancel(attempt)) {
            case STOPPING -> json(202, attempt);
            case FENCED -> refusal(RpcCode.FENCED, "Another attempt of this run executes here.");
            case NOT_FOUND -> refusal(RpcCode.NOT_FOUND, "This run is not here.");
        };
    }

    private TunnelResponse held(HeldQuery query) {
        return json(
                200,
                new HeldAnswer(query.runs().stream()
                        .map(attempt -> new HeldAnswer.Held(attempt.runId(), attempt.fence(), runs.holds(attempt)))
                        .toList()));
    }

    private TunnelResponse shutdown(Shutdown notice) {
        return TunnelResponse.of(shutdown.test(notice) ? 202 : 204);
    }

    private static String path(TunnelExchange exchange) {
        String target = exchange.target();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    private static Uni<TunnelResponse> answer(TunnelResponse response) {
        return Uni.createFrom().item(response);
    }

    private static TunnelResponse json(int status, Object body) {
        return TunnelResponse.json(status, Json.bytes(body));
    }

    private static TunnelResponse refusal(RpcCode code, String message) {
        return refusal(code.status(), code.text(), message);
    }

    private static TunnelResponse refusal(ProblemCode code) {
        return refusal(code.status(), code.text(), code.title());
    }

    private static TunnelResponse refusal(int status, String code, String message) {
        return json(status, new WorkRefusal(code, message, Optional.empty()));
    }
}
