package dev.hawser.e2e.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The decision records: numbers, status words, sections and the index. */
class AdrTest {

    private static final Path FOLDER = Path.of("../docs/adr");
    private static final Pattern FILE = Pattern.compile("(\\d{4})-[a-z0-9]+(-[a-z0-9]+)*\\.md");
    private static final Pattern DATE = Pattern.compile("Date: \\d{4}-\\d{2}-\\d{2}");
    private static final Pattern STATUS = Pattern.compile("Status: (proposed|accepted|superseded by \\d+)");
    private static final List<String> SECTIONS = List.of("## Context", "## Decision", "## Rejected", "## Consequences");

    @Test
    void theNumbersHaveNoGap() throws IOException {
        List<String> files = records().toList();

        assertThat(files).isNotEmpty().allMatch(name -> FILE.matcher(name).matches());
        assertThat(files.stream().map(AdrTest::number))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, files.size()).boxed().toList());
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordHasItsNumberDateStatusAndSections(String name) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(name));

        assertThat(lines.getFirst()).matches("# " + number(name) + "\\. \\S.*");
        assertThat(lines).anyMatch(line -> DATE.matcher(line).matches());
        assertThat(lines)
                .filteredOn(line -> line.startsWith("Status:"))
                .singleElement()
                .matches(line -> STATUS.matcher(line).matches());
        assertThat(lines).containsSubsequence(SECTIONS);
    }

    @Test
    void theIndexListsEveryRecordWithItsTitle() throws IOException {
        var expected = new ArrayList<String>();
        for (String name : records().toList()) {
            String title = Files.readAllLines(FOLDER.resolve(name)).getFirst().replaceFirst("# \\d+\\. ", "");
            expected.add("- [%d. %s](%s)".formatted(number(name), title, name));
        }

        assertThat(Files.readAllLines(FOLDER.resolve("README.md")))
                .filteredOn(line -> line.startsWith("- ["))
                .containsExactlyElementsOf(expected);
    }

    static Stream<String> records() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("README.md"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring(0, 4));
    }
}
