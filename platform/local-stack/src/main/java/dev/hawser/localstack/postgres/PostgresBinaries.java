package dev.hawser.localstack.postgres;

import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.UserCache;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The Postgres that comes as a Maven artifact, unpacked once per user. */
final class PostgresBinaries {

    private static final int HASH_CHARACTERS = 16;

    private PostgresBinaries() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}. */
    static Path folder() {
        String resource = "/postgres-linux-%s.txz".formatted(architecture());
        Path cache = UserCache.folder("postgres");
        return UserCache.locked(cache, () -> unpackedIn(cache, resource));
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> System.getProperty("os.arch");
        };
    }

    private static Path unpackedIn(Path cache, String resource) {
        try {
            Path folder = cache.resolve(hash(resource));
            if (!Files.isDirectory(folder)) {
                Path fresh =
                        cache.resolve("unpacking-" + ProcessHandle.current().pid());
                Folders.delete(fresh);
                unpack(resource, fresh);
                Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException failure) {
            throw new LocalStackException("cannot unpack Postgres into " + cache, failure);
        }
    }

    private static String hash(String resource) throws IOException {
        try (InputStream archive = open(resource);
                var digest = new DigestInputStream(archive, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest()).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new LocalStackException("this JDK has no SHA-256", impossible);
        }
    }

    private static InputStream open(String resource) {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(resource);
        if (archive == null) {
            throw new LocalStackException(
                    "no Postgres is packed for %s %s; the local stack runs on Linux, x86-64 or arm64"
                            .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
        }
        return new BufferedInputStream(archive);
    }

    private static void unpack(String resource, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(open(resource)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive points outside of its folder: " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            return;
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(path))) {
            tar.transferTo(file);
        }
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
