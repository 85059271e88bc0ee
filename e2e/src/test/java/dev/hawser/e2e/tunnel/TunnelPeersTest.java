package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.FrameCodec;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What either end does with frames that a well-behaved peer would not send, and with peers that vanish. */
class TunnelPeersTest extends ImpatientEnds {

    private static final String LINK = "lnk_peers";

    @Override
    String link() {
        return LINK;
    }

    @Test
    void twoCallersOfOneHostDoNotMix() {
        try (TunnelHost host = serve();
                NatsConnectionHolder other = server.service();
                TunnelClient second = TunnelClient.over(other)) {
            List<Uni<String>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(echo(client, "first " + i));
                answers.add(echo(second, "second " + i));
            }

            List<String> texts = Uni.join().all(answers).andFailFast().await().atMost(PATIENCE);

            for (int i = 0; i < 50; i++) {
                assertThat(texts.get(2 * i)).isEqualTo(client.token() + " first " + i);
                assertThat(texts.get(2 * i + 1)).isEqualTo(second.token() + " second " + i);
            }
            await().until(() -> host.liveStreams() == 0);
        }
    }

    @Test
    void theReplySubjectOfAForeignLinkIsIgnored() {
        try (TunnelHost host = serve();
                RawPeer caller = RawPeer.caller(server.admin(), LINK, "C1")) {
            byte[] open = FrameCodec.encode(
                    new Frame.Open(1, 1, Flags.FIN, RawPeer.get("/echo", Optional.empty()), ByteBuffer.allocate(0)));
            String subject = new TunnelSubjects(LINK).open();

            caller.publish(subject, "hw1.lnk_other.r.C1.1", open);
            caller.publish(subject, "_INBOX.gateway.x", open);
            caller.publish(subject, "hw1." + LINK + ".rpc.ingest", open);
            caller.open(1, RawPeer.get("/echo", Optional.empty()), Flags.FIN);

            assertThat(caller.take(Frame.Head.class).streamId()).isEqualTo(1);
            assertThat(exchanges).as("only the last one was handled").hasSize(1);
            assertThat(dropped).containsExactly("foreign_reply", "foreign_reply", "foreign_reply");
            await().until(() -> host.liveStreams() == 0);
        }
    }

    @Test
    void anAnswerOnTheSubjectOfAnotherLinkIsIgnored() {
        try (RawPeer host = RawPeer.host(server.admin(), LINK, "H1");
                RawPeer stranger = RawPeer.host(server.admin(), "lnk_other", "H2")) {
            CompletableFuture<TunnelResponse> pending = start("/");
            RawPeer.Received open = host.take();
            String caller = host.callerOf(open);
            long id = open.frame().streamId();

            stranger.sendToCaller(caller, RawPeer.head(id, true));
            await().until(() -> dropped.contains("unknown_link"));
            assertThat(pending).isNotDone();
            host.sendToCaller(caller, RawPeer.head(id, true));

            assertThat(pending).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void aMalformedFrameOfTheHostEndsOnlyItsStream() {
        try (RawPeer host = RawPeer.host(server.admin(), LINK, "H1")) {
            CompletableFuture<TunnelResponse> first = start("/");
            RawPeer.Received open = host.take();
            CompletableFuture<TunnelResponse> second = start("/");
            long secondId = host.take().frame().streamId();
            var subjects = new TunnelSubjects(LINK);
            byte[] malformed = FrameCodec.encode(RawPeer.head(open.frame().streamId(), true));
            malformed[2] = 0x7f;

            host.publish(subjects.r(host.callerOf(open)), subjects.q("H1"), malformed);
            host.publish(subjects.r(host.callerOf(open)), subjects.q("H1"), new byte[] {1, 2, 3});
            host.sendToCaller(host.callerOf(open), RawPeer.head(secondId, true));

            assertThat(codeOf(first)).isEqualTo(TunnelErrorCode.PROTOCOL_ERROR);
            assertThat(second).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void aMalformedFrameOfTheCallerEndsOnlyItsStream() {
        try (TunnelHost host = serve();
                RawPeer caller = RawPeer.caller(server.admin(), LINK, "C1")) {
            caller.open(1, RawPeer.get("/hold", Optional.empty()), Flags.NONE);
            String address = Objects.requireNonNull(caller.take().from());
            caller.open(2, RawPeer.get("/hold", Optional.empty()), Flags.NONE);
            caller.take(Frame.Window.class);

            caller.publish(address, caller.replySubject(1), new byte[] {9, 9});

            Frame.Reset reset = caller.take(Frame.Reset.class);
            assertThat(reset.streamId()).isEqualTo(1);
            assertThat(reset.code()).isEqualTo(TunnelErrorCode.PROTOCOL_ERROR);
            assertThat(host.liveStreams()).isEqualTo(1);
            caller.sendToHost(address, new Frame.Reset(2, TunnelErrorCode.CANCELLED, 0, ""));
            await().until(() -> host.liveStreams() == 0);
        }
    }

    @Test
    void bytesBeyondTheWindowAreAProtocolError() {
        try (RawPeer host = RawPeer.host(server.admin(), LINK, "H1")) {
            CompletableFuture<TunnelResponse> pending = start("/");
            RawPeer.Received open = host.take();
            long id = open.frame().streamId();
            String caller = host.callerOf(open);
            host.sendToCaller(caller, RawPeer.head(id, false));
            for (int i = 0; i <= 4; i++) {
                host.sendToCaller(caller, new Frame.Data(id, i * 65_536L, Flags.NONE, ByteBuffer.allocate(65_536)));
            }

            assertThat(host.await(Frame.Reset.class).code()).isEqualTo(TunnelErrorCode.PROTOCOL_ERROR);
            assertThat(pending.join().bytes(1_000_000).subscribeAsCompletionStage())
                    .failsWithin(PATIENCE);
        }
    }

    @Test
    void aStreamIsBoundToTheFirstHostThatAnswers() {
        try (RawPeer first = RawPeer.host(server.admin(), LINK, "H1");
                RawPeer second = RawPeer.host(server.admin(), LINK, "H2")) {
            CompletableFuture<TunnelResponse> pending = start("/");
            RawPeer.Received open = first.take();
            second.take();
            long id = open.frame().streamId();
            String caller = first.callerOf(open);

            first.sendToCaller(caller, new Frame.Window(id, 0, 1_000, Flags.NONE));
            second.sendToCaller(caller, RawPeer.head(id, true));

            assertThat(second.take(Frame.Reset.class).streamId()).isEqualTo(id);
            assertThat(pending).isNotDone();
            first.sendToCaller(caller, RawPeer.head(id, true));
            assertThat(pending).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void aHostThatVanishesEndsItsStreams() {
        TunnelHost.serve(agent, LINK, this::handle, options());
        Flush.of(agent);
        var sent = new AtomicLong();
        CompletableFuture<TunnelResponse> pending = client.send(
                        LINK, TunnelRequest.post("/hold", TunnelBody.of(Bodies.pieces(1, sent))))
                .subscribeAsCompletionStage();
        await().until(() -> sent.get() > 0); // so this stream knows its host

        agent.close();

        assertThat(codeOf(pending)).isEqualTo(TunnelErrorCode.PEER_LOST);
    }

    @Test
    void aCallerThatVanishesCancelsItsHandlers() {
        try (TunnelHost host = serve()) {
            CompletableFuture<TunnelResponse> pending = start("/hold");
            await().until(() -> exchanges.size() == 1);

            service.close();

            await().until(() -> exchanges.getFirst().isCancelled() && host.liveStreams() == 0);
            assertThat(codeOf(pending)).isEqualTo(TunnelErrorCode.PEER_LOST);
        }
    }

    @Test
    void aSilentPairWithALiveStreamStaysAlive() {
        try (TunnelHost host = serve()) {
            CompletableFuture<TunnelResponse> pending = client.send(
                            LINK, TunnelRequest.get("/hold").withoutIdleTimeout())
                    .subscribeAsCompletionStage();
            await().until(() -> exchanges.size() == 1);

            await().during(PING.multipliedBy(6)).atMost(PATIENCE).until(() -> !pending.isDone());

            assertThat(host.liveStreams()).isEqualTo(1);
            pending.cancel(true);
        }
    }

    private Uni<String> echo(TunnelClient caller, String text) {
        return caller.send(LINK, TunnelRequest.post("/echo", TunnelBody.of(text.getBytes(UTF_8))))
                .chain(response -> response.bytes(1_000))
                .map(bytes -> new String(bytes, UTF_8));
    }

    private static TunnelErrorCode codeOf(CompletableFuture<?> failed) {
        assertThat(failed).failsWithin(PATIENCE).withThrowableOfType(ExecutionException.class);
        return ((TunnelException) failed.exceptionNow()).code();
    }
}
