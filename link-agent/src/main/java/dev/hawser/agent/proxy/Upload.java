package dev.hawser.agent.proxy;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.impl.io.ChunkedOutputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthOutputStream;
import org.apache.hc.core5.http.message.BasicHeader;

/** Writes the body of a request to its upstream, as it comes and no faster than the upstream reads. */
final class Upload {

    private static final System.Logger LOG = System.getLogger(Upload.class.getName());
    private static final int AHEAD = 4;
    private static final int CHUNK_BYTES = 8 * 1024;

    private final UpstreamConnection connection;
    private final TunnelBody body;
    private final OptionalLong length;
    private volatile boolean complete;

    Upload(UpstreamConnection connection, TunnelBody body, OptionalLong length) {
        this.connection = connection;
        this.body = body;
        this.length = length;
    }

    /** The whole body is out. */
    boolean isComplete() {
        return complete;
    }

    /** Writes on a thread of its own: an upstream may answer before it has read everything. */
    void start() {
        Thread.ofVirtual().name("upload").start(this::run);
    }

    private void run() {
        try {
            connection.flush();
            write();
            complete = true;
        } catch (TunnelException e) {
            LOG.log(Level.DEBUG, "the client gave its upload up", e);
            connection.abort(); // before anything could end the body as if it were whole
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the upstream takes no more of a body", e); // its answer may say why
        }
    }

    private void write() throws IOException {
        OutputStream sink = sink();
        try (Stream<ByteBuffer> parts = body.stream().subscribe().asStream(AHEAD, LinkedBlockingQueue::new)) {
            for (Iterator<ByteBuffer> each = parts.iterator(); each.hasNext(); ) {
                copy(each.next(), sink);
                sink.flush();
            }
        }
        sink.close();
        connection.flush();
    }

    static void copy(ByteBuffer part, OutputStream sink) throws IOException {
        if (part.hasArray()) {
            sink.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
        } else {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            sink.write(bytes);
        }
    }

    private OutputStream sink() {
        return length.isPresent()
                ? new ContentLengthOutputStream(connection.output(), connection.out(), length.getAsLong())
                : new ChunkedOutputStream(connection.output(), connection.out(), CHUNK_BYTES, this::trailers);
    }

    private List<Header> trailers() {
        TunnelHeaders trailers = body.trailers();
        return trailers.entries().stream()
                .<Header>map(entry -> new BasicHeader(entry.name(), entry.value()))
                .toList();
    }
}
