package dev.hawser.agent.rpc;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.rpc.RpcError;
import dev.hawser.contract.rpc.RpcHeader;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.contract.subject.SubjectToken;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsRequestException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the services in the name of this link. Calls block, so they belong on virtual threads. Thread-safe. */
public final class LinkRpc {

    private static final System.Logger LOG = System.getLogger(LinkRpc.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final NatsConnections connections;
    private final LinkSubjects subjects;

    /** Requests of one link over its connection. */
    public LinkRpc(NatsConnections connections, LinkSubjects subjects) {
        this.connections = connections;
        this.subjects = subjects;
    }

    /** Sends a JSON body and waits for the answer, five seconds at most. */
    public RpcReply call(String verb, Object body) {
        return call(verb, null, Json.bytes(body));
    }

    /** Sends bytes with headers and waits for the answer, five seconds at most. */
    public RpcReply call(String verb, @Nullable Headers headers, byte[] body) {
        try {
            return reply(connections
                    .request(subjects.rpc(verb), headers, body, TIMEOUT)
                    .await()
                    .indefinitely());
        } catch (NatsRequestException e) {
            return new RpcReply.Unanswered(e.reason());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "a request could not be sent: " + verb, e);
            return new RpcReply.Unanswered(NatsRequestException.Reason.DISCONNECTED);
        }
    }

    private static RpcReply reply(Message message) {
        RpcCode code = RpcCode.of(header(message, RpcHeader.CODE).orElse(""));
        if (code == RpcCode.OK) {
            return new RpcReply.Done(
                    Body.of(message.getData()), header(message, RpcHeader.POD).filter(SubjectToken::isValid));
        }
        return new RpcReply.Refused(code, error(code, message.getData()));
    }

    private static Optional<String> header(Message message, String name) {
        return Optional.ofNullable(message.getHeaders()).map(headers -> headers.getFirst(name));
    }

    private static RpcError error(RpcCode code, byte[] body) {
        try {
            return Json.read(body, RpcError.class);
        } catch (MalformedJsonException e) {
            return new RpcError(code.text(), "no text", Optional.empty(), Optional.empty());
        }
    }
}
