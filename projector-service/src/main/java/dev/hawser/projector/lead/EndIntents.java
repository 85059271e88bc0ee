package dev.hawser.projector.lead;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.rpc.EndRequest;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.connection.Core;
import dev.hawser.tunnel.connection.NatsConnections;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Asks dispatch to end runs that cannot be folded; a leader asks again until the run's row has the intent. */
@ApplicationScoped
class EndIntents {

    private static final Logger LOG = Logger.getLogger(EndIntents.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final NatsConnections core;

    EndIntents(@Core NatsConnections core) {
        this.core = core;
    }

    void ask(String run, String reason) {
        var request = new EndRequest(run, EndBody.failed(RunErrorCode.POISONED, reason));
        core.request(CoreSubjects.rpc(RpcVerb.END.text()), null, Json.bytes(request), PATIENCE)
                .subscribe()
                .with(
                        answer -> LOG.debugf("asked for the end run=%s", run),
                        failure -> LOG.warnf("nobody ends the poisoned run=%s yet: %s", run, failure.getMessage()));
    }
}
