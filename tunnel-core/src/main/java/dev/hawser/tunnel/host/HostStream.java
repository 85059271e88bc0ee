package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelMetrics.End;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.engine.Deadlines;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.flow.RawChannel;
import dev.hawser.tunnel.flow.Receipt;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.RequestHead;
import dev.hawser.tunnel.frame.StreamState;
import dev.hawser.tunnel.host.Progress.Step;
import dev.hawser.tunnel.identity.IdentityHeader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One exchange as its host sees it. It is finished when the answer is out, which is kept until the caller has it; or it
 * ends earlier with a failure, and its handler is cancelled. Either way exactly once.
 */
final class HostStream {

    private final long id;
    private final CallerPair pair;
    private final HostContext context;
    private final RequestHead head;
    private final HandlerCall call;
    private final HostFlow flow;
    private final BodyReceiver receiver;
    private final Deadlines deadlines;
    private final Progress progress = new Progress();
    private long granted;
    private volatile boolean acknowledged;
    private volatile @Nullable BodySender sender;
    private volatile @Nullable RawChannel channel;
    private volatile boolean allSent;

    /** Makes a stream that does not run yet. */
    HostStream(Frame.Open open, Optional<IdentityHeader> identity, CallerPair pair, HostContext context) {
        this.id = open.streamId();
        this.pair = pair;
        this.context = context;
        this.head = open.head();
        this.granted = head.window();
        this.deadlines = new Deadlines(context.clock().nanos(), head.deadline(), Optional.empty());
        this.flow = new HostFlow(this, pair, context);
        this.receiver = context.receiver(flow);
        boolean upgrade = Flags.has(open.flags(), Flags.UPGRADE);
        TunnelBody body = Exchange.bodyOf(open, receiver);
        var exchange = new Exchange(head, body, pair.token(), upgrade);
        this.call = new HandlerCall(context, exchange, identity, this::answer);
    }

    long id() {
        return id;
    }

    CallerPair pair() {
        return pair;
    }

    /** Takes what came with the OPEN and runs the handler. */
    void start(Frame.Open open) {
        boolean whole = Flags.has(open.flags(), Flags.FIN);
        context.metrics().bytesReceived(End.HOST, open.body().remaining());
        if (whole || open.body().hasRemaining()) {
            receiver.allow(open.body().remaining());
            received(receiver.accept(0, open.body(), whole));
        }
        if (!whole) {
            receiver.tell();
        }
        context.executor().execute(call::run);
    }

    /** Takes a later frame of the caller. */
    void receive(Frame frame) {
        switch (frame) {
            case Frame.Data data -> {
                context.metrics().bytesReceived(End.HOST, data.body().remaining());
                received(receiver.accept(data));
            }
            case Frame.Trailers trailers -> received(receiver.accept(trailers));
            case Frame.Window window -> told(window.received(), window.limit(), window.flags());
            case Frame.Reset reset -> fail(new TunnelException(reset.code(), reset.message()), false);
            case Frame.Open open -> repeatWhatIsKnown();
            case Frame.Head wrong -> malformed("a caller answers: " + wrong.streamId());
            case Frame.AboutPair wrong -> throw new IllegalArgumentException("not about a stream: " + wrong);
        }
    }

    /** The caller says, by a WINDOW or a list, what it has. */
    void told(long received, long limit, int flags) {
        BodySender sending;
        synchronized (this) {
            granted = Math.max(granted, limit);
            sending = sender;
        }
        boolean through = Flags.has(flags, Flags.FIN_SEEN);
        if (sending == null || (through && !sending.hasEnded())) {
            if (through) {
                abandoned("the caller is through with it");
            }
        } else if (!sending.told(received, limit, flags, flow.roundTrip())) {
            malformed("a caller has what was never sent");
        } else if (sending.isAcknowledged()) {
            forgetIfFinished();
        }
    }

    /** The caller does not wait for it any more. */
    void abandoned(String why) {
        if (!forgetIfFinished()) {
            fail(new TunnelException(TunnelErrorCode.CANCELLED, why), false);
        }
    }

    void malformed(String message) {
        fail(new TunnelException(TunnelErrorCode.PROTOCOL_ERROR, message), true);
    }

    /** The caller is there again. */
    void resume() {
        BodySender sending = sender;
        if (sending != null) {
            sending.resume();
        }
    }

    void tick(long now) {
        if (deadlines.isOverdue(now) && !progress.is(Step.FINISHED)) {
            fail(new TunnelException(TunnelErrorCode.DEADLINE, "the deadline is over"), true);
        } else if (!pair.isSuspended()) {
            BodySender sending = sender;
            if (sending != null) {
                sending.tick(now);
            }
            receiver.tick(now);
            if (!acknowledged && deadlines.age(now) >= context.acknowledgeNanos()) {
                receiver.tell();
            }
        }
    }

    /** What this end has of the stream; the caller is about to hear it. */
    StreamState describe() {
        receiver.listed();
        return new StreamState(id, receiver.received(), receiver.limit(), seenFlags());
    }

    void fail(TunnelException failure, boolean tell) {
        Step before = end(Optional.of(failure.code()));
        if (before == Step.OVER) {
            return;
        }
        if (tell) {
            pair.reset(id, failure.code(), String.valueOf(failure.getMessage()));
        }
        if (before != Step.FINISHED) {
            context.metrics().streamFailed(End.HOST, failure.code());
            context.executor().execute(call::cancel);
        }
        RawChannel raw = channel;
        if (raw != null) {
            raw.fail(failure);
        }
        receiver.fail(failure);
    }

    /** The handler does not want the rest of the request; but for raw bytes its answer ends the stream. */
    void unwanted() {
        if (channel != null) {
            fail(new TunnelException(TunnelErrorCode.CANCELLED, "the reader cancelled"), true);
        }
    }

    /** The end of the answer is about to go out: what the handler left of the request is given up. */
    void lastGoesOut() {
        allSent = true;
        if (channel == null || receiver.isComplete()) {
            finish();
        }
    }

    /** The answer is not kept any longer. */
    void forget() {
        end(Optional.of(TunnelErrorCode.RESET));
    }

    boolean isOver() {
        return progress.is(Step.OVER);
    }

    /** The flags of a WINDOW. */
    int seenFlags() {
        return receiver.isComplete() ? Flags.FIN_SEEN : Flags.NONE;
    }

    private void answer(TunnelResponse response) {
        Answer answer =
                Answer.of(id, call.exchange(), response, context.outlet().maxInlineBytes());
        if (!progress.answer()) {
            answer.rest().discard();
            return;
        }
        BodySender sending;
        synchronized (this) {
            sending = context.sender(id, answer.inlineBytes(), granted, flow);
            sender = sending;
        }
        acknowledged = true;
        if (answer.switches()) {
            RawChannel raw = Switch.channel(receiver, sending, this);
            channel = raw;
            sending.head(answer.message(), false);
            Switch.use(raw, call.exchange(), context);
        } else {
            sending.head(answer.message(), answer.isWhole());
        }
        if (!answer.isWhole() && !answer.switches()) {
            sending.begin(answer.rest());
        }
        if (isOver()) {
            sending.cancel();
        }
    }

    /** The caller hears of the stream, by a WINDOW or by the answer. */
    void acknowledged() {
        acknowledged = true;
    }

    /** The caller opens the stream once more: it has heard nothing. */
    private void repeatWhatIsKnown() {
        receiver.tell();
        resume();
    }

    private void received(Receipt receipt) {
        switch (receipt) {
            case ACCEPTED -> {}
            case COMPLETED -> {
                if (channel != null && allSent) {
                    finish();
                }
            }
            case KNOWN, BEYOND_HOLE -> context.metrics().frameDropped(End.HOST, receipt.reason());
            case VIOLATION -> malformed("a body beyond its window or its end");
        }
    }

    private void finish() {
        if (!progress.finish()) {
            return;
        }
        BodySender sending = sender;
        pair.host().finished(this, sending == null ? 0 : sending.keptBytes());
        context.metrics().streamCompleted(End.HOST);
        receiver.fail(new TunnelException(TunnelErrorCode.CANCELLED, "the answer is complete"));
        RawChannel raw = channel;
        if (raw != null) {
            raw.complete();
            if (sending != null && sending.isAcknowledged()) {
                forgetIfFinished();
            }
        }
    }

    private boolean forgetIfFinished() {
        return progress.is(Step.FINISHED) && end(Optional.empty()) == Step.FINISHED;
    }

    /**
     * Lets go of everything; says what is behind the stream. The reason is known before the stream is not: a frame that comes
     * in between would be told that there never was one.
     */
    private Step end(Optional<TunnelErrorCode> failure) {
        Step before = progress.end();
        if (before != Step.OVER) {
            failure.ifPresent(code -> pair.over(id, code));
            pair.remove(this);
            BodySender sending = sender;
            if (sending != null) {
                sending.cancel();
            }
        }
        if (before == Step.RUNNING || before == Step.ANSWERING) {
            pair.host().left();
        }
        return before;
    }
}
