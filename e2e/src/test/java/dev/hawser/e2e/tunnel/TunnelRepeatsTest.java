package dev.hawser.e2e.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelSubjects;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.RequestHead;
import dev.hawser.tunnel.frame.Wire;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What either end does about openings, answers and bytes that were lost or come twice. */
class TunnelRepeatsTest extends ImpatientEnds {

    private static final String LINK = "lnk_repeats";

    @Override
    String link() {
        return LINK;
    }

    @Test
    void anOpenThatComesTwiceRunsOnce() {
        try (TunnelHost host = serve();
                RawPeer caller = RawPeer.caller(server.admin(), LINK, "C1")) {
            caller.open(1, RawPeer.get("/hold", Optional.empty()), Flags.FIN);
            caller.open(1, RawPeer.get("/hold", Optional.empty()), Flags.FIN | Flags.REPEAT);

            assertThat(caller.take(Frame.Window.class).streamId()).isEqualTo(1);
            await().until(() -> exchanges.size() == 1 && host.liveStreams() == 1);
            caller.open(2, RawPeer.get("/echo", Optional.empty()), Flags.FIN);
            assertThat(caller.take(Frame.Head.class).streamId()).isEqualTo(2);
            await().until(() -> host.liveStreams() == 1);
            caller.open(2, RawPeer.get("/echo", Optional.empty()), Flags.FIN | Flags.REPEAT);

            assertThat(caller.await(Frame.Head.class).streamId())
                    .as("the answer is kept, and comes again")
                    .isEqualTo(2);
            caller.sendToHost(host(host), new Frame.Window(2, 0, 0, Flags.HEAD_SEEN | Flags.FIN_SEEN));
            caller.open(2, RawPeer.get("/echo", Optional.empty()), Flags.FIN | Flags.REPEAT);
            assertThat(caller.await(Frame.Reset.class).code())
                    .as("the caller has said that it has the answer")
                    .isEqualTo(TunnelErrorCode.RESET);
            assertThat(exchanges).hasSize(2);
        }
    }

    @Test
    void anOpeningThatWasLostIsSentAgain() {
        try (RawPeer host = RawPeer.host(server.admin(), LINK, "H1")) {
            CompletableFuture<TunnelResponse> pending = start("/");
            Frame.Open first = host.take(Frame.Open.class);

            RawPeer.Received second = host.take();

            assertThat(second.frame())
                    .isEqualTo(new Frame.Open(
                            first.streamId(), first.oldest(), Flags.FIN | Flags.REPEAT, first.head(), first.body()));
            host.sendToCaller(host.callerOf(second), RawPeer.head(first.streamId(), true));
            assertThat(pending).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void aRepeatedOpeningOfAnUnknownStreamRunsOnlyIfThatDoesNoHarm() {
        try (TunnelHost host = serve();
                RawPeer caller = RawPeer.caller(server.admin(), LINK, "C1")) {
            RequestHead harmful = new RequestHead(
                    "POST", "/echo", TunnelHeaders.empty(), Optional.empty(), false, Wire.INITIAL_WINDOW_BYTES);

            caller.open(1, harmful, Flags.FIN | Flags.REPEAT);
            caller.open(2, RawPeer.get("/echo", Optional.empty()), Flags.FIN | Flags.REPEAT);

            assertThat(caller.take(Frame.Reset.class).code()).isEqualTo(TunnelErrorCode.OPEN_TIMEOUT);
            assertThat(caller.await(Frame.Head.class).streamId()).isEqualTo(2);
            assertThat(exchanges).hasSize(1);
            await().until(() -> host.liveStreams() == 0);
        }
    }

    @Test
    void aPieceOfABodyThatWasLostIsNeverPassedOver() {
        try (RawPeer host = RawPeer.host(server.admin(), LINK, "H1")) {
            CompletableFuture<TunnelResponse> pending = start("/");
            RawPeer.Received open = host.take();
            long id = open.frame().streamId();
            host.sendToCaller(host.callerOf(open), RawPeer.head(id, false));
            host.sendToCaller(
                    host.callerOf(open), new Frame.Data(id, 10, Flags.FIN, ByteBuffer.wrap("end".getBytes(UTF_8))));

            CompletableFuture<byte[]> body =
                    pending.join().bytes(1_000).subscribeAsCompletionStage().toCompletableFuture();

            Frame.Window window = host.await(Frame.Window.class);
            while (!Flags.has(window.flags(), Flags.GAP)) {
                window = host.await(Frame.Window.class);
            }
            assertThat(window.received()).isZero();
            assertThat(body).isNotDone();
            host.sendToCaller(
                    host.callerOf(open),
                    new Frame.Data(id, 0, Flags.NONE, ByteBuffer.wrap("0123456789".getBytes(UTF_8))));
            host.sendToCaller(
                    host.callerOf(open), new Frame.Data(id, 10, Flags.FIN, ByteBuffer.wrap("end".getBytes(UTF_8))));
            assertThat(body).succeedsWithin(PATIENCE).isEqualTo("0123456789end".getBytes(UTF_8));
        }
    }

    private static String host(TunnelHost host) {
        return new TunnelSubjects(LINK).q(host.token());
    }
}
