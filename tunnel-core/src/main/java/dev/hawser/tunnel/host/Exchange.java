package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelChannel;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.frame.Flags;
import dev.hawser.tunnel.frame.Frame;
import dev.hawser.tunnel.frame.RequestHead;
import dev.hawser.tunnel.identity.IdentityHeader;
import io.smallrye.mutiny.Multi;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request as its handler sees it. */
final class Exchange implements TunnelExchange {

    private static final System.Logger LOG = System.getLogger(Exchange.class.getName());

    private final RequestHead head;
    private final TunnelBody body;
    private final String caller;
    private final Optional<Instant> deadline;
    private final List<Runnable> onCancel = new ArrayList<>();
    private final boolean upgrade;
    private volatile @Nullable Consumer<TunnelChannel> use;
    private final TunnelHeaders headers;
    private volatile @Nullable TunnelPrincipal principal;
    private boolean cancelled;

    Exchange(RequestHead head, TunnelBody body, String caller, boolean upgrade) {
        this.upgrade = upgrade;
        this.head = head;
        TunnelHeaders all = head.headers();
        this.headers = all.first(IdentityHeader.NAME).isEmpty() ? all : all.without(IdentityHeader.NAME);
        this.body = body;
        this.caller = caller;
        this.deadline = head.deadline().map(Instant.now()::plus);
    }

    /** The body; one that came whole with its head is at hand, so that a handler can tell that there is none. */
    static TunnelBody bodyOf(Frame.Open open, BodyReceiver receiver) {
        if (Flags.has(open.flags(), Flags.UPGRADE)) {
            return TunnelBody.empty();
        }
        if (!Flags.has(open.flags(), Flags.FIN)) {
            return TunnelBody.of(Multi.createFrom().publisher(receiver), receiver::trailers);
        }
        byte[] bytes = new byte[open.body().remaining()];
        open.body().duplicate().get(bytes);
        return TunnelBody.of(bytes);
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String target() {
        return head.target();
    }

    @Override
    public TunnelHeaders headers() {
        return headers;
    }

    @Override
    public TunnelBody body() {
        return body;
    }

    @Override
    public boolean isUpgrade() {
        return upgrade;
    }

    @Override
    public TunnelResponse upgrade(TunnelHeaders headers, Consumer<TunnelChannel> channelUse) {
        if (!upgrade) {
            throw new IllegalStateException("not a request to upgrade: " + this);
        }
        use = channelUse;
        return TunnelResponse.of(Answer.SWITCHING, headers, TunnelBody.empty());
    }

    @Override
    public String caller() {
        return caller;
    }

    @Override
    public Optional<TunnelPrincipal> principal() {
        return Optional.ofNullable(principal);
    }

    @Override
    public Optional<Instant> deadline() {
        return deadline;
    }

    @Override
    public synchronized boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (this) {
            if (!cancelled) {
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    @Override
    public String toString() {
        return "%s %s for %s".formatted(head.method(), head.target(), caller);
    }

    /** The caller has proved in whose name it asks. */
    void identified(TunnelPrincipal proved) {
        principal = proved;
    }

    /** How many bytes of an answer may be sent before the caller extends it. */
    long window() {
        return head.window();
    }

    /** What the handler does with the raw bytes, if it accepted an upgrade. */
    Optional<Consumer<TunnelChannel>> use() {
        return Optional.ofNullable(use);
    }

    /** Tells the handler that nobody waits any more. */
    void cancel() {
        List<Runnable> actions;
        synchronized (this) {
            cancelled = true;
            actions = List.copyOf(onCancel);
            onCancel.clear();
        }
        actions.forEach(Exchange::run);
    }

    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an action on cancellation failed", e);
        }
    }
}
