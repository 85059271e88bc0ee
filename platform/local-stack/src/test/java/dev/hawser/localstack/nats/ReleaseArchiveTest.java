package dev.hawser.localstack.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseArchiveTest {

    private static final String PLATFORM = "linux-amd64";
    private static final String NAME = "nats-server-v" + ReleaseArchive.VERSION + "-" + PLATFORM;

    @TempDir
    Path folder;

    private HttpServer server;
    private byte[] archive = {};

    @BeforeEach
    void serve() throws IOException {
        archive = archive("#!/bin/sh\necho hello\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v" + ReleaseArchive.VERSION + "/" + NAME + ".tar.gz", exchange -> {
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    @Test
    void theProgramOfAnArchiveWithThePinnedChecksumIsUnpacked() throws Exception {
        Path program = release(sha256(archive)).fetchInto(folder);

        assertThat(program).hasContent("#!/bin/sh\necho hello\n").isExecutable();
    }

    @Test
    void anArchiveWithAnotherChecksumIsRefusedBeforeItIsOpened() throws Exception {
        String pinned = sha256(archive);
        archive = archive("#!/bin/sh\necho malice\n");

        assertThatThrownBy(() -> release(pinned).fetchInto(folder)).hasMessageContaining("not the pinned " + pinned);
        assertThat(folder.resolve("nats-server")).doesNotExist();
    }

    @Test
    void aHostThatIsNotThereIsToldAtOnce() {
        server.stop(0);

        assertThatThrownBy(() -> release("0").fetchInto(folder)).hasMessageContaining("cannot be reached");
    }

    @Test
    void aPlatformWithoutAPinIsRefused() {
        var release = new ReleaseArchive(URI.create("http://127.0.0.1:1/"), "plan9-mips", ReleaseArchive.CHECKSUMS);

        assertThatThrownBy(() -> release.fetchInto(folder)).hasMessageContaining("no archive is pinned");
    }

    private ReleaseArchive release(String checksum) {
        URI releases =
                URI.create("http://127.0.0.1:%d/".formatted(server.getAddress().getPort()));
        return new ReleaseArchive(releases, PLATFORM, Map.of(PLATFORM, checksum));
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] archive(String program) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            byte[] content = program.getBytes(StandardCharsets.UTF_8);
            var entry = new TarArchiveEntry(NAME + "/nats-server");
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }
}
