package dev.hawser.dispatch.lab;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.contract.rpc.RpcError;
import dev.hawser.contract.rpc.RpcHeader;
import io.nats.client.Message;
import java.util.Objects;

/** An answer of dispatch as an agent reads it. */
public record RpcReply(RpcCode code, int status, String pod, Body body) {

    static RpcReply of(Message message) {
        var headers = Objects.requireNonNull(message.getHeaders(), "an answer has headers");
        return new RpcReply(
                RpcCode.of(Objects.requireNonNull(headers.getFirst(RpcHeader.CODE))),
                Integer.parseInt(Objects.requireNonNull(headers.getFirst(RpcHeader.STATUS))),
                Objects.requireNonNull(headers.getFirst(RpcHeader.POD)),
                Body.of(message.getData()));
    }

    /** The body as what ingest answers. */
    public IngestAnswer ingested() {
        return Json.read(body.bytes(), IngestAnswer.class);
    }

    /** The body of a refusal. */
    public RpcError error() {
        return Json.read(body.bytes(), RpcError.class);
    }
}
