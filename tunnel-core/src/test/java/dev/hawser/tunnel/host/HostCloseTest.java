package dev.hawser.tunnel.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import dev.hawser.tunnel.frame.FrameDecoder;
import dev.hawser.tunnel.frame.RequestHead;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a host that is closed does with an answer that is on its way out. */
@Timeout(20)
class HostCloseTest {

    private static final TunnelSubjects SUBJECTS = new TunnelSubjects("lnk_close");

    @Test
    void closingWaitsForAnAnswerThatIsBeingSent() throws Exception {
        var connection = new SlowConnection();
        TunnelHost host = TunnelHost.serve(
                connection, SUBJECTS.link(), exchange -> Uni.createFrom().item(TunnelResponse.of(202)));
        connection.deliver(host, request());
        assertThat(connection.sending.await(5, TimeUnit.SECONDS)).isTrue();

        CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> host.close(Duration.ofSeconds(10)));

        assertThat(isDone(closed, Duration.ofMillis(200))).isFalse();
        connection.mayGo.countDown();
        closed.get(5, TimeUnit.SECONDS);
        assertThat(connection.sent.isDone()).isTrue();
    }

    private static boolean isDone(CompletableFuture<Void> future, Duration within)
            throws InterruptedException, ExecutionException {
        try {
            future.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private static Frame request() {
        var head = new RequestHead(
                "POST", "/", dev.hawser.tunnel.TunnelHeaders.empty(), Optional.empty(), true, 256 * 1024);
        return new Frame.Open(1, 1, Flags.FIN, head, ByteBuffer.allocate(0));
    }

    /** A connection that keeps an answer until it may go. */
    private static final class SlowConnection implements NatsConnections {

        private final CountDownLatch sending = new CountDownLatch(1);
        private final CountDownLatch mayGo = new CountDownLatch(1);
        private final CompletableFuture<Frame> sent = new CompletableFuture<>();
        private final CompletableFuture<MessageHandler> handler = new CompletableFuture<>();

        void deliver(TunnelHost host, Frame frame) throws Exception {
            handler.get()
                    .onMessage(new NatsMessage(
                            SUBJECTS.open(), SUBJECTS.replySubject("caller", 1), null, FrameCodec.encode(frame)));
            assertThat(host.token()).isNotEmpty();
        }

        @Override
        public void publish(String subject, @Nullable String replyTo, @Nullable Headers headers, byte[] body) {
            if (!(FrameDecoder.decode(body) instanceof Frame.Head answer)) {
                return;
            }
            sending.countDown();
            try {
                mayGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sent.complete(answer);
        }

        @Override
        public Subscription subscribe(List<SubjectFilter> subjects, MessageHandler messages) {
            handler.complete(messages);
            return () -> {};
        }

        @Override
        public Uni<Message> request(String subject, @Nullable Headers headers, byte[] body, Duration timeout) {
            return Uni.createFrom().nothing();
        }

        @Override
        public Connection connection() {
            throw new IllegalStateException("no connection of the client library");
        }

        @Override
        public boolean connected() {
            return true;
        }

        @Override
        public boolean awaitConnected(Duration timeout) {
            return true;
        }

        @Override
        public boolean confirm() {
            return true;
        }

        @Override
        public long maxPayload() {
            return 1024 * 1024;
        }

        @Override
        public Registration listen(NatsConnectionListener listener) {
            return () -> {};
        }

        @Override
        public Uni<Void> renew() {
            return Uni.createFrom().voidItem();
        }

        @Override
        public void close() {
            mayGo.countDown();
        }
    }
}
