package dev.hawser.localstack.nats;

import dev.hawser.localstack.process.Execution;
import dev.hawser.localstack.process.LocalStackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Debian mirror that this machine's own apt uses.
 *
 * @param address its address, as in a source line
 * @param ownSuite the suite that this machine runs
 * @param keyring the archive keys that this machine trusts
 */
record DebianMirror(String address, String ownSuite, Path keyring) {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern RELEASE = Pattern.compile("'([^']+)/dists/([^/']+)/InRelease'");
    private static final List<Path> KEYRINGS = List.of(
            Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"),
            Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"));

    /**
     * Asks apt, without going to the network.
     *
     * @throws LocalStackException if this is no Debian
     */
    static DebianMirror ofThisMachine() {
        String addresses = Execution.run(List.of("apt-get", "update", "--print-uris"), LIMIT)
                .output();
        return of(system(), addresses, KEYRINGS);
    }

    static DebianMirror of(Map<String, String> system, String addresses, List<Path> keyrings) {
        if (!system.getOrDefault("ID", "").equals("debian")) {
            throw new LocalStackException("this machine runs no Debian");
        }
        String suite = system.getOrDefault("VERSION_CODENAME", "sid");
        String address = RELEASE.matcher(addresses)
                .results()
                .filter(found -> found.group(2).equals(suite))
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new LocalStackException("apt's sources name no mirror for " + suite));
        Path keyring = keyrings.stream()
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new LocalStackException("this machine has no keyring of the Debian archive"));
        return new DebianMirror(address, suite, keyring);
    }

    /** The line of a sources list for one suite. */
    String source(String suite, Path verifiedBy) {
        return "deb [signed-by=%s] %s %s main%n".formatted(verifiedBy, address, suite);
    }

    private static Map<String, String> system() {
        Pattern assignment = Pattern.compile("([A-Z_]+)=\"?([^\"]*)\"?");
        try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
            return lines.map(assignment::matcher)
                    .filter(Matcher::matches)
                    .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (first, second) -> first));
        } catch (IOException failure) {
            throw new LocalStackException("this machine does not say which system it runs", failure);
        }
    }
}
