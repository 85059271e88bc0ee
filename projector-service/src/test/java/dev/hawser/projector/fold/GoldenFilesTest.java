package dev.hawser.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The golden files are what the unmodified packages make: they are made again where Node, npm and a registry are. */
@Timeout(120)
class GoldenFilesTest {

    private static final Path SCRIPTS = Path.of("src/parity");
    private static final Path COMMITTED = Path.of("src/test/resources/golden");
    private static final Path WORK = Path.of("target/parity");

    @Test
    void theInstalledPackagesMakeTheCommittedFiles() throws IOException, InterruptedException {
        assumeTrue(succeeds(Path.of("."), "node", "--version"), "Node is not installed");
        assumeTrue(succeeds(Path.of("."), "npm", "--version"), "npm is not installed");
        copyScripts();
        assumeTrue(
                Files.isDirectory(WORK.resolve("node_modules/ai7"))
                        || succeeds(
                                WORK, "npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"),
                "the packages cannot be installed: see target/parity/output.txt");

        Path made = WORK.resolve("golden").toAbsolutePath();
        assertThat(succeeds(WORK, "node", "generate.mjs", made.toString())).isTrue();

        for (String file : List.of("written.ndjson", "random.ndjson", "single.ndjson")) {
            assertThat(made.resolve(file)).hasSameTextualContentAs(COMMITTED.resolve(file));
        }
    }

    private static void copyScripts() throws IOException {
        Files.createDirectories(WORK);
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.copy(script, WORK.resolve(script.getFileName().toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static boolean succeeds(Path folder, String... command) throws InterruptedException {
        try {
            Files.createDirectories(WORK);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(WORK.resolve("output.txt").toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
