package dev.hawser.agent.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.impl.io.SessionOutputBufferImpl;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.io.SessionOutputBuffer;

/**
 * One connection to an upstream. Calls block; one thread may write while another reads.
 *
 * <p>Closing it from any thread ends what blocks.
 */
final class UpstreamConnection {

    /** Most bytes of one header line of an answer. */
    static final int MAX_LINE_BYTES = 64 * 1024;

    private static final System.Logger LOG = System.getLogger(UpstreamConnection.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int BUFFER_BYTES = 8 * 1024;
    private static final int DIRECT_READ_BYTES = 512;
    private static final Http1Config RULES = Http1Config.custom()
            .setMaxLineLength(MAX_LINE_BYTES)
            .setMaxHeaderCount(500)
            .build();

    private final SocketChannel channel;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final SessionInputBufferImpl input = new SessionInputBufferImpl(
            new BasicHttpTransportMetrics(), BUFFER_BYTES, DIRECT_READ_BYTES, MAX_LINE_BYTES, null);
    private final SessionOutputBuffer output = new SessionOutputBufferImpl(BUFFER_BYTES);
    private final DefaultHttpResponseParser parser = new DefaultHttpResponseParser(RULES);

    private UpstreamConnection(SocketChannel channel, Socket socket) throws IOException {
        this.channel = channel;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Connects to an address that {@link AddressRules} allowed; the name is not looked up again. */
    static UpstreamConnection open(Upstream upstream, InetAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket()
                    .connect(new InetSocketAddress(address, upstream.port()), Math.toIntExact(CONNECT.toMillis()));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new UpstreamConnection(channel, upstream.tls() ? secure(upstream, channel) : channel.socket());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The next head of an answer, interim ones among them. */
    ClassicHttpResponse readHead() throws IOException {
        try {
            ClassicHttpResponse head = parser.parse(input, in);
            if (head == null) {
                throw new ClosedUnansweredException();
            }
            return head;
        } catch (HttpException e) {
            throw new IOException("not HTTP: " + e.getMessage(), e);
        }
    }

    /** Bytes that have arrived and are not read. */
    int buffered() {
        return input.length();
    }

    SessionInputBuffer input() {
        return input;
    }

    InputStream in() {
        return in;
    }

    SessionOutputBuffer output() {
        return output;
    }

    OutputStream out() {
        return out;
    }

    /** Writes a head; flushed later. */
    void write(String head) throws IOException {
        output.write(head.getBytes(ISO_8859_1), out);
    }

    void flush() throws IOException {
        output.flush(out);
    }

    /** Nothing more will be written; what the upstream still says can be read. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** False if the upstream has said something that nobody asked for. */
    boolean isQuiet() {
        try {
            return !input.hasBufferedData() && in.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes at once; the upstream sees that its exchange was cut. */
    void abort() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.log(Level.TRACE, "the connection is closed already", e);
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a socket cannot be closed", e);
        }
    }

    private static Socket secure(Upstream upstream, SocketChannel channel) throws IOException {
        var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
        var secured = (SSLSocket) factory.createSocket(channel.socket(), upstream.host(), upstream.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(Math.toIntExact(CONNECT.toMillis()));
        secured.startHandshake();
        secured.setSoTimeout(0);
        return secured;
    }

    /** The upstream closed without a byte of an answer. */
    static final class ClosedUnansweredException extends IOException {

        private static final long serialVersionUID = 1L;

        ClosedUnansweredException() {
            super("it closed the connection without an answer");
        }
    }
}
