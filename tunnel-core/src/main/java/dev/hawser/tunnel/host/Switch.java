package dev.hawser.tunnel.host;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.flow.BodyReceiver;
import dev.hawser.tunnel.flow.BodySender;
import dev.hawser.tunnel.flow.RawChannel;
import io.smallrye.mutiny.Multi;
import java.lang.System.Logger.Level;

/** The change of a stream to raw bytes. */
final class Switch {

    private static final System.Logger LOG = System.getLogger(Switch.class.getName());

    private Switch() {}

    /** The raw bytes of a stream. */
    static RawChannel channel(BodyReceiver receiver, BodySender sender, HostStream stream) {
        return new RawChannel(
                Multi.createFrom().publisher(receiver),
                outgoing -> sender.begin(TunnelBody.of(outgoing)),
                reason -> stream.fail(new TunnelException(TunnelErrorCode.RESET, reason), true));
    }

    /** Gives them to whoever accepted the upgrade. */
    static void use(RawChannel channel, Exchange exchange, HostContext context) {
        exchange.use()
                .ifPresent(use -> context.executor().execute(() -> {
                    try {
                        use.accept(channel);
                    } catch (RuntimeException e) {
                        LOG.log(Level.ERROR, () -> "the user of the raw bytes of %s failed".formatted(exchange), e);
                        channel.reset("the upgrade failed");
                    }
                }));
    }
}
