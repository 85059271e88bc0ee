package dev.hawser.localstack.nats;

import dev.hawser.localstack.process.LocalStackException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The archive that the NATS project releases, its bytes pinned by a checksum per platform. */
final class ReleaseArchive implements NatsServerSource {

    static final String VERSION = "2.14.7";
    static final Map<String, String> CHECKSUMS = Map.of(
            "linux-amd64", "e5c20b1cb2c0566b54c544312e91e011f9e130c5c80f16a14f4cf28ef30b8be2",
            "linux-arm64", "50e0258a1b7290f3fe2e4f17506b74a90ffb1dd77867ae3a402eb0c9e2b0d40f");

    private static final URI RELEASES = URI.create("https://github.com/nats-io/nats-server/releases/download/");
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(2);

    private final URI releases;
    private final String platform;
    private final Map<String, String> checksums;

    ReleaseArchive(URI releases, String platform, Map<String, String> checksums) {
        this.releases = releases;
        this.platform = platform;
        this.checksums = Map.copyOf(checksums);
    }

    static ReleaseArchive ofThisMachine() {
        return new ReleaseArchive(RELEASES, platformOfThisMachine(), CHECKSUMS);
    }

    private static String platformOfThisMachine() {
        String system = System.getProperty("os.name").startsWith("Linux") ? "linux" : "other";
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> system + "-amd64";
            case "aarch64", "arm64" -> system + "-arm64";
            default -> system + "-other";
        };
    }

    @Override
    public String description() {
        return "the NATS project's release archive";
    }

    @Override
    public Path fetchInto(Path folder) {
        String checksum = checksums.get(platform);
        if (checksum == null) {
            throw new LocalStackException("no archive is pinned for this platform");
        }
        String name = "nats-server-v%s-%s".formatted(VERSION, platform);
        Path archive = folder.resolve(name + ".tar.gz");
        download(releases.resolve("v%s/%s.tar.gz".formatted(VERSION, name)), archive);
        try {
            requireChecksum(archive, checksum);
            return extract(archive, name + "/" + NatsServerFinder.PROGRAM, folder);
        } catch (IOException failure) {
            throw new LocalStackException("the archive cannot be read: " + failure.getMessage(), failure);
        }
    }

    private static void download(URI address, Path archive) {
        try (HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_LIMIT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            var request = HttpRequest.newBuilder(address).build();
            var task = new FutureTask<>(() -> http.send(request, HttpResponse.BodyHandlers.ofFile(archive))
                    .statusCode());
            Thread.ofVirtual().start(task);
            try {
                int status = task.get(DOWNLOAD_LIMIT.toSeconds(), TimeUnit.SECONDS);
                if (status != 200) {
                    throw new LocalStackException("%s answered %d".formatted(address.getHost(), status));
                }
            } finally {
                http.shutdownNow();
            }
        } catch (ExecutionException failure) {
            throw new LocalStackException(
                    "%s cannot be reached (%s)".formatted(address.getHost(), failure.getCause()), failure);
        } catch (TimeoutException slow) {
            throw new LocalStackException(
                    "the download took more than %d s".formatted(DOWNLOAD_LIMIT.toSeconds()), slow);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while downloading", interrupted);
        }
    }

    private static void requireChecksum(Path archive, String checksum) throws IOException {
        String found = sha256(archive);
        if (!found.equals(checksum)) {
            throw new LocalStackException("the archive's SHA-256 is %s, not the pinned %s".formatted(found, checksum));
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new LocalStackException("this JDK has no SHA-256", impossible);
        }
    }

    private static Path extract(Path archive, String entryName, Path folder) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                var tar = new TarArchiveInputStream(new GzipCompressorInputStream(file))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(entryName)) {
                    Path program = folder.resolve(NatsServerFinder.PROGRAM);
                    Files.copy(tar, program);
                    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
                    return program;
                }
            }
        }
        throw new LocalStackException("the archive does not contain " + entryName);
    }
}
