package dev.hawser.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that name a test as their proof: each class and each method exists. */
class ConformanceTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAMED = Pattern.compile("`(?<type>[A-Z]\\w*(?:Test|IT))(?:\\.(?<method>\\w+)(…)?)?`");

    /** Texts of the test classes by their simple name; two modules may each have one of that name. */
    private static Map<String, List<String>> tests = Map.of();

    @BeforeAll
    static void readTheTests() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            tests = files.filter(ConformanceTest::isTest)
                    .collect(Collectors.groupingBy(
                            ConformanceTest::name, Collectors.mapping(ConformanceTest::read, Collectors.toList())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conformance.md", "runs.md", "tunnel-protocol.md"})
    void everyTestThatIsNamedExists(String document) {
        List<MatchResult> named = NAMED.matcher(read(ROOT.resolve("docs").resolve(document)))
                .results()
                .toList();

        assertThat(named).hasSizeGreaterThan(10);
        assertThat(named)
                .filteredOn(name -> !exists(name))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    @Test
    void everyWeakPointOfTheTunnelHasItsRow() {
        String section = section("## decocms-tunnel");

        for (int number = 1; number <= 41; number++) {
            assertThat(section).containsPattern("(?m)^\\| W" + number + " \\|");
        }
    }

    private static String section(String title) {
        String text = read(ROOT.resolve("docs/conformance.md"));
        int start = text.indexOf(title + "\n");
        assertThat(start).as(title).isNotNegative();
        int end = text.indexOf("\n## ", start);
        return end < 0 ? text.substring(start) : text.substring(start, end);
    }

    /** A name that ends in … is the beginning of one. */
    private static boolean exists(MatchResult named) {
        String method = named.group("method");
        if (method == null) {
            return tests.containsKey(named.group("type"));
        }
        Pattern declared = Pattern.compile("\\bvoid " + method + (named.group(3) == null ? "\\(" : ""));
        return tests.getOrDefault(named.group("type"), List.of()).stream()
                .anyMatch(text -> declared.matcher(text).find());
    }

    private static boolean isTest(Path file) {
        String path = file.toString();
        return path.matches(".*/src/(test|browser)/java/.*(Test|IT)\\.java") && !path.contains("/target/");
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
