package dev.hawser.e2e.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A local server that does on the wire what no library would: breaks off, interim answers, trailers, WebSockets. */
final class RawServer implements AutoCloseable {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    private RawServer(ServerSocket server) {
        this.server = server;
    }

    static RawServer start() {
        try {
            var raw = new RawServer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("raw-server").start(raw::acceptAll);
            return raw;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** What happened to connections, in order. */
    String awaitSeen() throws InterruptedException {
        return String.valueOf(seen.poll(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            System.getLogger(RawServer.class.getName()).log(System.Logger.Level.DEBUG, "closed", e);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            String head = head(in);
            OutputStream out = socket.getOutputStream();
            switch (head.split(" ", -1)[1]) {
                case "/short-length" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf");
                case "/short-chunks" ->
                    write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n");
                case "/no-answer" -> socket.setSoLinger(true, 0);
                case "/no-http" -> write(out, "SSH-2.0-x\r\n\r\n");
                case "/interim" ->
                    write(
                            out,
                            "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                                    + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                case "/trailers" ->
                    write(
                            out,
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nCheck: sum\r\n\r\n");
                case "/raw-head" ->
                    write(out, "HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
                case "/upload" -> upload(in);
                case "/refused-upgrade" -> write(out, "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                case "/socket" -> webSocket(in, out, head);
                default -> write(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            }
        } catch (IOException e) {
            System.getLogger(RawServer.class.getName()).log(System.Logger.Level.DEBUG, "a client has gone", e);
        }
    }

    /** Reads a body that never ends, until the client is gone. */
    private void upload(DataInputStream in) {
        seen.add("upload");
        String last = "";
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                last = (last + (char) next).substring(Math.max(0, last.length() - 4));
            }
            seen.add("eof after " + last);
        } catch (IOException e) {
            seen.add("broken");
        }
    }

    private void webSocket(DataInputStream in, OutputStream out, String head) throws IOException {
        String key = header(head, "Sec-WebSocket-Key");
        write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(key) + "\r\nSec-WebSocket-Protocol: chat\r\n\r\n");
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload(in);
            int opcode = first & 0x0f;
            frame(out, opcode == 9 ? (first & 0xf0) | 10 : first, payload);
            if (opcode == 8) {
                seen.add("close " + (((payload[0] & 0xff) << 8) | (payload[1] & 0xff)));
                return;
            }
        }
    }

    private static byte[] payload(DataInputStream in) throws IOException {
        int length = in.readUnsignedByte() & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private static void frame(OutputStream out, int first, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65_536) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            frame.write(java.nio.ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.write(payload);
        out.write(frame.toByteArray());
        out.flush();
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no head");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }
}
