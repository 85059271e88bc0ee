package dev.hawser.agent.rpc;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.rpc.RpcError;
import dev.hawser.tunnel.connection.NatsRequestException;
import java.util.Optional;

/** What became of a request to the services. */
public sealed interface RpcReply {

    /**
     * It was done.
     *
     * @param pod the pod that did it
     */
    record Done(Body body, Optional<String> pod) implements RpcReply {}

    /** It was refused; some refusals are worth another try. */
    record Refused(RpcCode code, RpcError error) implements RpcReply {}

    /** Nobody answered; it may have been done, unless there was nobody. */
    record Unanswered(NatsRequestException.Reason reason) implements RpcReply {}
}
