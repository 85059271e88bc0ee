package dev.hawser.dispatch.rpc;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.rpc.RpcHeader;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.dispatch.ready.PodStopping;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsUnavailableException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Answers requests of other services, over account CORE. */
@ApplicationScoped
public class CoreEndpoints {

    private static final Logger LOG = Logger.getLogger(CoreEndpoints.class);

    private final NatsConnections core;
    private final Pod pod;
    private final RpcConfig config;
    private final FailureLog failures = new FailureLog(LOG);
    private final List<NatsConnections.Subscription> subscriptions = new ArrayList<>();

    CoreEndpoints(@Core NatsConnections core, Pod pod, RpcConfig config) {
        this.core = core;
        this.pod = pod;
        this.config = config;
    }

    /** Answers one subject from now on, as one of all pods. */
    public synchronized void serve(String subject, Function<byte[], Uni<RpcAnswer>> handler) {
        subscriptions.add(core.subscribe(subject, LinkSubjects.SERVICES, message -> receive(message, handler)));
    }

    synchronized void stop(@Observes PodStopping event) {
        subscriptions.forEach(NatsConnections.Subscription::close);
        subscriptions.clear();
    }

    private void receive(Message message, Function<byte[], Uni<RpcAnswer>> handler) {
        byte[] data = message.getData();
        String subject = message.getSubject();
        Uni.createFrom()
                .deferred(() -> handler.apply(data == null ? new byte[0] : data))
                .onFailure()
                .recoverWithItem(failure -> failed(subject, failure))
                .subscribe()
                .with(
                        answer -> answer(message, answer),
                        failure -> LOG.errorf(failure, "no answer subject=%s", subject));
    }

    private RpcAnswer failed(String subject, Throwable failure) {
        failures.failed("unavailable subject=%s".formatted(subject), failure);
        return RpcAnswer.later(RpcCode.UNAVAILABLE, "a store is away", config.retryAfter());
    }

    private void answer(Message message, RpcAnswer answer) {
        String reply = message.getReplyTo();
        if (reply == null) {
            return;
        }
        var headers = new Headers()
                .put(RpcHeader.STATUS, Integer.toString(answer.code().status()))
                .put(RpcHeader.CODE, answer.code().text())
                .put(RpcHeader.POD, pod.id());
        try {
            core.publish(reply, null, headers, Json.bytes(answer.body()));
        } catch (NatsUnavailableException e) {
            LOG.debugf("no connection for an answer subject=%s: %s", message.getSubject(), e.getMessage());
        }
    }
}
