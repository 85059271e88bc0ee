package dev.hawser.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("decocms-tunnel W34: WebSockets pass the tunnel")
class WebSocketIT {

    private final ProxySystem system = ProxySystem.shared();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Ears ears = new Ears();

    @Test
    void textsBinariesPingsAndTheCloseCodePassBothWays() throws Exception {
        WebSocket socket = connect("socket");
        byte[] bytes = Bytes.at(0, 60_000);

        socket.sendText("grüße", true).join();
        assertThat(ears.next()).isEqualTo("text grüße");
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        assertThat(ears.next()).isEqualTo("binary " + ByteBuffer.wrap(bytes).hashCode());
        socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).join();
        assertThat(ears.next()).isEqualTo("pong 3");
        assertThat(socket.getSubprotocol()).isEqualTo("chat");
        socket.sendClose(4001, "bye").join();

        assertThat(ears.next()).isEqualTo("close 4001 bye");
        assertThat(system.raw().awaitSeen()).isEqualTo("close 4001");
    }

    @Test
    @DisplayName("decocms-tunnel W9: a WebSocket outlives renewals")
    void aSocketOutlivesRenewals() throws Exception {
        WebSocket socket = connect("socket");
        long before = system.renewals();

        await().atMost(Duration.ofSeconds(30)).until(() -> system.renewals() >= before + 2);
        socket.sendText("still there", true).join();

        assertThat(ears.next()).isEqualTo("text still there");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(system.raw().awaitSeen()).isEqualTo("close 1000");
    }

    @Test
    void aRefusedUpgradeIsAnOrdinaryAnswer() {
        assertThatThrownBy(() -> connect("refused-upgrade"))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    private WebSocket connect(String path) {
        URI uri = URI.create(system.uri("raw", path).toString().replace("http:", "ws:"));
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + system.token())
                .subprotocols("chat")
                .buildAsync(uri, ears)
                .join();
    }

    /** Remembers what is heard. */
    private static final class Ears implements WebSocket.Listener {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            bytes.writeBytes(part);
            if (last) {
                heard.add("binary " + ByteBuffer.wrap(bytes.toByteArray()).hashCode());
                bytes.reset();
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong " + message.remaining());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code + ' ' + reason);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add("error " + error);
        }
    }
}
