package dev.hawser.gateway.proxy;

import dev.hawser.tunnel.TunnelBody;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a client's request: none, a small one that is collected, or a stream. On the client's event loop. */
final class RequestBody {

    private static final long SMALL_BYTES = 32L * 1024;
    private static final Set<HttpMethod> USUALLY_BARE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.DELETE, HttpMethod.TRACE);

    private final Context loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private @Nullable Buffer collected;
    private @Nullable ClientBytes stream;

    RequestBody(Context loop, HttpServerRequest request, HttpServerResponse response) {
        this.loop = loop;
        this.request = request;
        this.response = response;
    }

    /** Goes on when the body is at hand, or at once if it is to be streamed. */
    void collect(Runnable then) {
        long length = length();
        if (length == 0) {
            collected = Buffer.buffer();
            request.resume(); // so that the end of the connection is seen
            then.run();
        } else if (length > 0 && length <= SMALL_BYTES && !expectsContinue()) {
            Buffer bytes = Buffer.buffer((int) length);
            request.handler(bytes::appendBuffer);
            request.endHandler(nothing -> {
                collected = bytes;
                then.run();
            });
            request.resume();
        } else {
            stream = new ClientBytes(loop, request, this::invite);
            then.run();
        }
    }

    /** What is sent. */
    TunnelBody forTunnel() {
        ClientBytes streamed = stream;
        if (streamed != null) {
            return TunnelBody.of(Multi.createFrom().publisher(streamed));
        }
        Buffer whole = collected;
        return whole == null || whole.length() == 0 ? TunnelBody.empty() : TunnelBody.of(whole.getBytes());
    }

    /** Nobody reads it any more: what still comes is thrown away. */
    void discard() {
        ClientBytes streamed = stream;
        if (streamed != null) {
            streamed.fail(new ClientGoneException());
        }
        if (!request.isEnded()) {
            request.handler(nothing -> {});
            request.resume();
        }
    }

    private void invite() {
        if (expectsContinue() && !response.headWritten()) {
            response.writeContinue();
        }
    }

    private boolean expectsContinue() {
        return request.headers().contains(HttpHeaders.EXPECT, HttpHeaders.CONTINUE, true);
    }

    /** In bytes; negative if it is not known. */
    private long length() {
        String text = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (text != null) {
            return Long.parseLong(text); // the server has refused what is no number
        }
        boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        boolean bare = request.version() == HttpVersion.HTTP_2 ? USUALLY_BARE.contains(request.method()) : !chunked;
        return bare ? 0 : -1;
    }

    /** The client has not sent everything. */
    static final class ClientGoneException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ClientGoneException() {
            super("the client has gone", null, false, false);
        }
    }
}
