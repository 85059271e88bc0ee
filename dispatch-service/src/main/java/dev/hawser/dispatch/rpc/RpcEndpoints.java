package dev.hawser.dispatch.rpc;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.MalformedRecordException;
import dev.hawser.contract.rpc.RpcHeader;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.dispatch.log.RunLanes;
import dev.hawser.dispatch.ready.Draining;
import dev.hawser.dispatch.ready.PodStopping;
import dev.hawser.jetstream.connection.Links;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Answers requests of agents. The link of a request is the token of its subject; a request whose reply subject is not in
 * that link's inbox is dropped, because the answer would arrive as one to another link (design 10, RPC).
 */
@ApplicationScoped
public class RpcEndpoints implements Draining {

    private static final Logger LOG = Logger.getLogger(RpcEndpoints.class);

    private final NatsConnections links;
    private final Pod pod;
    private final RpcConfig config;
    private final MeterRegistry metrics;
    private final FailureLog failures = new FailureLog(LOG);
    private final AtomicInteger underWay = new AtomicInteger();
    private final List<NatsConnections.Subscription> subscriptions = new ArrayList<>();

    RpcEndpoints(@Links NatsConnections links, Pod pod, RpcConfig config, MeterRegistry metrics) {
        this.links = links;
        this.pod = pod;
        this.config = config;
        this.metrics = metrics;
    }

    /** Answers one verb from now on, as one of all pods. */
    public synchronized void serve(String verb, Function<RpcRequest, Uni<RpcAnswer>> handler) {
        subscriptions.add(links.subscribe(
                LinkSubjects.rpcOfAll(verb), LinkSubjects.SERVICES, message -> receive(verb, message, handler)));
    }

    /** Answers one verb that names this pod. */
    public synchronized void serveHere(String verb, String token, Function<RpcRequest, Uni<RpcAnswer>> handler) {
        subscriptions.add(
                links.subscribe(LinkSubjects.rpcOfAll(token), null, message -> receive(verb, message, handler)));
    }

    synchronized void stop(@Observes PodStopping event) {
        subscriptions.forEach(NatsConnections.Subscription::close);
        subscriptions.clear();
    }

    @Override
    public int underWay() {
        return underWay.get();
    }

    private void receive(String verb, Message message, Function<RpcRequest, Uni<RpcAnswer>> handler) {
        String link = LinkSubjects.linkOf(message.getSubject());
        String reply = message.getReplyTo();
        if (reply == null || !new LinkSubjects(link).ownsInbox(reply)) {
            LOG.warnf("dropped a request verb=%s link=%s with the reply subject %s", verb, link, reply);
            metrics.counter("hawser_dispatch_rpc_dropped", "verb", verb).increment();
            return;
        }
        if (underWay.incrementAndGet() > config.underWay()) {
            underWay.decrementAndGet();
            answer(verb, reply, RpcAnswer.later(RpcCode.OVERLOADED, "too many requests", config.retryAfter()));
            return;
        }
        Uni.createFrom()
                .deferred(() -> handler.apply(RpcRequest.of(link, message)))
                .onFailure()
                .recoverWithItem(failure -> failed(verb, link, failure))
                .onTermination()
                .invoke(underWay::decrementAndGet)
                .subscribe()
                .with(
                        answer -> answer(verb, reply, answer),
                        failure -> LOG.errorf(failure, "no answer verb=%s link=%s", verb, link));
    }

    private RpcAnswer failed(String verb, String link, Throwable failure) {
        return switch (failure) {
            case MalformedJsonException malformed -> RpcAnswer.refused(RpcCode.MALFORMED, malformed.getMessage());
            case MalformedRecordException malformed -> RpcAnswer.refused(RpcCode.MALFORMED, malformed.getMessage());
            case RunLanes.LaneFullException full ->
                RpcAnswer.later(RpcCode.OVERLOADED, full.getMessage(), config.retryAfter());
            default -> {
                failures.failed("unavailable verb=%s link=%s".formatted(verb, link), failure);
                yield RpcAnswer.later(RpcCode.UNAVAILABLE, "a store is away", config.retryAfter());
            }
        };
    }

    private void answer(String verb, String reply, RpcAnswer answer) {
        metrics.counter(
                        "hawser_dispatch_rpc",
                        "verb",
                        verb,
                        "code",
                        answer.code().text())
                .increment();
        try {
            links.publish(reply, null, headers(answer), Json.bytes(answer.body()));
        } catch (NatsUnavailableException e) {
            LOG.debugf("no connection for an answer verb=%s: %s", verb, e.getMessage());
        }
    }

    private Headers headers(RpcAnswer answer) {
        return new Headers()
                .put(RpcHeader.STATUS, Integer.toString(answer.code().status()))
                .put(RpcHeader.CODE, answer.code().text())
                .put(RpcHeader.POD, pod.id());
    }
}
