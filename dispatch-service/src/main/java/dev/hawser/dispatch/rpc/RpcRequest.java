package dev.hawser.dispatch.rpc;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request as a verb sees it.
 *
 * @param link the link that asked, by the subject
 * @param headers value of a header by its name, null if it is absent
 */
public record RpcRequest(String link, Function<String, @Nullable String> headers, Body body) {

    static RpcRequest of(String link, Message message) {
        Headers headers = message.getHeaders();
        byte[] data = message.getData();
        return new RpcRequest(
                link,
                name -> headers == null ? null : headers.getFirst(name),
                data == null ? Body.EMPTY : Body.of(data));
    }

    /**
     * Reads the body.
     *
     * @throws dev.hawser.contract.json.MalformedJsonException if it is not of this shape
     */
    public <T> T read(Class<T> type) {
        return Json.read(body.bytes(), type);
    }
}
