package dev.hawser.agent.rpc;

import dev.hawser.agent.outbox.LaneEnd;
import dev.hawser.agent.outbox.RecordSender;
import dev.hawser.agent.outbox.SendOutcome;
import dev.hawser.agent.outbox.StoredRecord;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.contract.rpc.RpcError;
import dev.hawser.contract.rpc.RpcVerb;
import io.nats.client.impl.Headers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings the records of one attempt to ingest.
 *
 * <p>The pod that answered gets the next record, too, because it knows the end of the log; when it does not answer, any
 * pod is asked.
 */
public final class IngestLane implements RecordSender {

    private static final System.Logger LOG = System.getLogger(IngestLane.class.getName());

    private final LinkRpc rpc;
    private final String runId;
    private final long fence;
    private @Nullable String pod;

    /** For one attempt. */
    public IngestLane(LinkRpc rpc, String runId, long fence) {
        this.rpc = rpc;
        this.runId = runId;
        this.fence = fence;
    }

    @Override
    public SendOutcome send(StoredRecord stored) {
        String favourite = pod;
        RpcReply reply = call(favourite, stored);
        if (favourite != null && reply instanceof RpcReply.Unanswered) {
            pod = null;
            reply = call(null, stored);
        }
        return outcome(reply);
    }

    private RpcReply call(@Nullable String to, StoredRecord stored) {
        String verb = to == null ? RpcVerb.INGEST.text() : RpcVerb.INGEST.textOf(to);
        return rpc.call(verb, headers(stored), stored.body().bytes());
    }

    private Headers headers(StoredRecord stored) {
        var headers = new Headers()
                .put(RecordHeader.RUN, runId)
                .put(RecordHeader.KIND, stored.kind().text())
                .put(RecordHeader.FENCE, Long.toString(fence))
                .put(RecordHeader.SEQ, Long.toString(stored.seq()));
        stored.fragment().ifPresent(fragment -> headers.put(RecordHeader.FRAGMENT, fragment.text()));
        return headers;
    }

    private SendOutcome outcome(RpcReply reply) {
        return switch (reply) {
            case RpcReply.Done(Body body, Optional<String> answered) -> {
                pod = answered.orElse(null);
                yield acked(body);
            }
            case RpcReply.Refused(RpcCode code, RpcError error) -> refused(code, error);
            case RpcReply.Unanswered unanswered -> new SendOutcome.Later(Optional.empty());
        };
    }

    private static SendOutcome acked(Body body) {
        try {
            IngestAnswer answer = Json.read(body.bytes(), IngestAnswer.class);
            return new SendOutcome.Acked(answer.acked(), answer.durable());
        } catch (MalformedJsonException e) {
            LOG.log(Level.WARNING, "an answer of ingest cannot be read", e);
            return new SendOutcome.Later(Optional.empty());
        }
    }

    private SendOutcome refused(RpcCode code, RpcError error) {
        return switch (code) {
            case FENCED, NOT_YOURS, NOT_FOUND -> new SendOutcome.Over(LaneEnd.FENCED);
            case ENDED -> new SendOutcome.Over(LaneEnd.ENDED);
            case GAP ->
                error.expected()
                        .<SendOutcome>map(SendOutcome.Gap::new)
                        .orElseGet(() -> new SendOutcome.Later(Optional.empty()));
            case MALFORMED, TOO_LARGE -> {
                LOG.log(Level.ERROR, "run {0}: ingest refuses a record: {1}", runId, error.message());
                yield new SendOutcome.Over(LaneEnd.REFUSED);
            }
            case OVERLOADED, UNAVAILABLE, BUSY, OK ->
                new SendOutcome.Later(error.retryAfterMs().map(Duration::ofMillis));
        };
    }
}
