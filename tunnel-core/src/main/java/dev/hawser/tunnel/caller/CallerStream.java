package dev.hawser.tunnel.caller;

import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.caller.Progress.Step;
import dev.hawser.tunnel.engine.Peer;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.flow.Receipt;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.StreamState;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as its caller sees it. It ends with the end of the answer's body, or earlier with a failure; either way
 * exactly once.
 */
final class CallerStream {

    private final long id;
    private final LinkPair pair;
    private final CallerContext context;
    private final Opening opening;
    private final Outcome outcome;
    private final BodySender sender;
    private final BodyReceiver receiver;
    private final Answers answers;
    private final Patience patience;
    private final CallerFlow flow;

    private final Progress progress = new Progress();
    private volatile @Nullable Peer host;

    CallerStream(long id, LinkPair pair, CallerContext context, Opening opening, Outcome outcome) {
        this.id = id;
        this.pair = pair;
        this.context = context;
        this.opening = opening;
        this.outcome = outcome;
        this.patience = new Patience(opening, context.timing(), context.clock().nanos());
        this.flow = new CallerFlow(this, pair, context);
        this.receiver = context.receiver(flow);
        this.sender = context.sender(id, opening.inlineBytes(), flow);
        this.answers = new Answers(opening, sender, receiver);
    }

    long id() {
        return id;
    }

    @Nullable Peer host() {
        return host;
    }

    Opening opening() {
        return opening;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Sends the OPEN; the stream must be registered already, because the answer may come at once. */
    void open(long oldest) {
        outcome.onGivenUp(() -> fail(TunnelErrorCode.CANCELLED, "the caller cancelled", true));
        try {
            synchronized (this) {
                if (!progress.is(Step.OPENING)) {
                    return; // given up already
                }
                opening.prepare(id, oldest, receiver.limit());
                opening.send(context.clock().nanos(), pair::send);
            }
            context.metrics().bytesSent(End.CALLER, opening.inlineBytes());
        } catch (TunnelException e) {
            fail(e, false);
        }
    }

    /** Takes a frame of a host. */
    void receive(Peer from, Frame frame) {
        if (!bind(from, frame)) {
            if (!(frame instanceof Frame.Reset)) {
                pair.reset(from, id, TunnelErrorCode.RESET, "bound to another host");
            }
            return;
        }
        active();
        switch (frame) {
            case Frame.Window window -> told(window.received(), window.limit(), window.flags());
            case Frame.Head head -> answer(head);
            case Frame.Data data -> body(data.offset(), data.body().remaining(), () -> receiver.accept(data));
            case Frame.Trailers trailers -> body(trailers.offset(), 0, () -> receiver.accept(trailers));
            case Frame.Reset reset -> reset(reset);
            case Frame.Open wrong -> malformed("a host opens a stream: " + wrong.streamId());
            case Frame.AboutPair wrong -> throw new IllegalArgumentException("not about a stream: " + wrong);
        }
    }

    void malformed(String message) {
        fail(TunnelErrorCode.PROTOCOL_ERROR, message, true);
    }

    /** The server says that nobody serves the link. */
    void noResponders() {
        if (progress.is(Step.OPENING) && !opening.wasRepeated()) {
            fail(TunnelErrorCode.LINK_OFFLINE, "nobody serves the link", false);
        }
    }

    /** The host is there again. */
    void resume() {
        sender.resume();
    }

    void tick(long now) {
        Peer bound = host;
        if (bound == null) {
            tickOpening(now);
            return;
        }
        TunnelException over = patience.withHost(now);
        if (over != null) {
            fail(over, true);
        } else if (bound.liveness().isSuspended()) {
            patience.active(now);
        } else {
            sender.tick(now);
            receiver.tick(now);
            if (patience.isIdle(now) && receiver.mayGetMore() && !answers.isSwitched()) {
                fail(TunnelErrorCode.IDLE_TIMEOUT, "no frame for too long", true);
            } else if (patience.isAbandoned(now) && isAnswered() && !receiver.isClaimed()) {
                fail(TunnelErrorCode.CANCELLED, "nobody reads the answer", true);
            }
        }
    }

    private void tickOpening(long now) {
        boolean sent = opening.wasSent();
        TunnelException over = patience.withoutHost(now, sent);
        if (over != null) {
            fail(over, sent);
            return;
        }
        synchronized (this) {
            if (progress.is(Step.OPENING) && opening.send(now, pair::send) && sent) {
                context.metrics().openingRepeated();
            }
        }
    }

    /** A frame of the stream goes out or came in. */
    void active() {
        patience.active(context.clock().nanos());
    }

    /** What this end has of the stream; the host is about to hear it. */
    StreamState describe() {
        receiver.listed();
        return new StreamState(id, receiver.received(), receiver.limit(), seenFlags());
    }

    void fail(TunnelErrorCode code, String message, boolean tell) {
        fail(new TunnelException(code, message), tell);
    }

    void fail(TunnelException failure, boolean tell) {
        Step before = end();
        if (before == Step.ENDED) {
            return;
        }
        pair.failed(this, failure.code());
        if (tell) {
            pair.reset(host, id, failure.code(), failure.getMessage());
        }
        context.metrics().streamFailed(End.CALLER, failure.code());
        answers.fail(failure);
        if (before != Step.ANSWERED) {
            outcome.fail(failure);
        }
    }

    private void reset(Frame.Reset reset) {
        TunnelException failure = LinkPair.explain(reset);
        boolean unknownIdentity = reset.code() == TunnelErrorCode.IDENTITY_UNKNOWN && !isAnswered();
        if (unknownIdentity && pair.reopen(this)) {
            end();
            pair.failed(this, reset.code());
            answers.fail(failure);
        } else {
            fail(failure, false);
        }
    }

    /** Ends the stream unless it has ended; says what is behind it. */
    private Step end() {
        Step before = progress.end();
        if (before != Step.ENDED) {
            synchronized (this) {
                opening.answered();
            }
            sender.cancel();
        }
        return before;
    }

    /** True if the frame comes from the host that this stream is bound to, which the first frame decides. */
    private boolean bind(Peer from, Frame first) {
        Peer bound = host;
        if (bound != null) {
            return bound.address().equals(from.address());
        }
        synchronized (this) {
            if (!progress.bind()) {
                return true;
            }
            host = from;
            opening.answered();
        }
        if (!(first instanceof Frame.Reset)) {
            pair.introduced(opening);
            if (!opening.carriesAll() && !opening.isUpgrade()) {
                sender.begin(opening.request().body());
            }
        }
        return true;
    }

    private void answer(Frame.Head head) {
        boolean last = Flags.has(head.flags(), Flags.FIN);
        if (isAnswered()) {
            received(receiver.accept(0, head.body(), last));
            return;
        }
        String objection = answers.objection(head).orElse(null);
        if (objection != null) {
            malformed(objection);
            return;
        }
        if (!progress.answer()) {
            return;
        }
        context.metrics().bytesReceived(End.CALLER, head.body().remaining());
        var answer = answers.of(head, reason -> fail(TunnelErrorCode.CANCELLED, reason, true));
        if (last || head.body().hasRemaining()) {
            // first, so that whoever gets the answer finds room for the next stream
            received(receiver.accept(0, head.body(), last));
        } else {
            receiver.owe();
        }
        outcome.complete(answer);
    }

    private void body(long offset, int bytes, Supplier<Receipt> piece) {
        context.metrics().bytesReceived(End.CALLER, bytes);
        if (isAnswered()) {
            received(piece.get());
        } else {
            receiver.early(offset + bytes);
        }
    }

    /** The host says, by a WINDOW or a list, what it has. */
    void told(long received, long limit, int flags) {
        if (!sender.told(received, limit, flags, flow.roundTrip())) {
            malformed("a host has what was never sent");
        }
        completeIfDone();
    }

    private void received(Receipt receipt) {
        switch (receipt) {
            case ACCEPTED -> {}
            case COMPLETED -> completeIfDone();
            case KNOWN, BEYOND_HOLE -> context.metrics().frameDropped(End.CALLER, receipt.reason());
            case VIOLATION -> malformed("a body beyond its window or its end");
        }
    }

    private void completeIfDone() {
        if (isAnswered() && answers.isComplete() && end() != Step.ENDED) {
            pair.completed(this, receiver.received());
            context.metrics().streamCompleted(End.CALLER);
            answers.complete();
        }
    }

    private boolean isAnswered() {
        return progress.is(Step.ANSWERED);
    }

    /** The flags of a WINDOW. */
    int seenFlags() {
        return (isAnswered() ? Flags.HEAD_SEEN : Flags.NONE) | (receiver.isComplete() ? Flags.FIN_SEEN : Flags.NONE);
    }
}
