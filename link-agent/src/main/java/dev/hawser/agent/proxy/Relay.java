package dev.hawser.agent.proxy;

import dev.hawser.tunnel.TunnelChannel;
import dev.hawser.tunnel.TunnelException;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;

/** Carries the raw bytes of an upgraded exchange both ways; each direction ends on its own. */
final class Relay {

    private static final System.Logger LOG = System.getLogger(Relay.class.getName());
    private static final int AHEAD = 4;

    private final UpstreamConnection connection;
    private final TunnelChannel channel;

    Relay(UpstreamConnection connection, TunnelChannel channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** Carries from now on, on threads of its own. */
    void start() {
        var incoming = new IdentityInputStream(connection.input(), connection.in());
        var down = new BodyReader(incoming, new BodyReader.End() {
            @Override
            public void complete() {
                // the upstream may still read
            }

            @Override
            public void broken() {
                connection.abort();
            }
        });
        channel.closed().subscribe().with(done -> connection.close(), failure -> {
            LOG.log(Level.DEBUG, "an upgraded exchange was cut", failure);
            connection.abort();
        });
        channel.send(Multi.createFrom().publisher(down));
        Thread.ofVirtual().name("relay").start(this::up);
    }

    private void up() {
        try (Stream<ByteBuffer> parts = channel.incoming().subscribe().asStream(AHEAD, LinkedBlockingQueue::new)) {
            boolean open = true;
            for (Iterator<ByteBuffer> each = parts.iterator(); each.hasNext(); ) {
                ByteBuffer part = each.next();
                open = open && write(part); // what it does not take is read all the same: its last words must pass
            }
            if (open) {
                connection.shutdownOutput();
            }
        } catch (TunnelException e) {
            LOG.log(Level.DEBUG, "the other end cut an upgraded exchange", e);
            connection.abort();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the upstream has closed", e);
        }
    }

    private boolean write(ByteBuffer part) {
        try {
            Upload.copy(part, connection.out());
            connection.out().flush();
            return true;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the upstream takes no more", e);
            return false;
        }
    }
}
