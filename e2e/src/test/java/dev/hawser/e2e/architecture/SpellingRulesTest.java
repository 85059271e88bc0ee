package dev.hawser.e2e.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.jetstream.StreamDefinition;
import dev.hawser.contract.subject.CoreSubjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpellingRulesTest {

    private static final Pattern OUR_SUBJECT = Pattern.compile("^(hw1?\\.[a-z*>]|_INBOX\\.).*", Pattern.DOTALL);
    private static final Pattern SERVER_SUBJECT = Pattern.compile("^\\$(JS|KV|SYS)\\..*", Pattern.DOTALL);
    private static final Pattern OUR_HEADER = Pattern.compile("^Hw-[A-Z][A-Za-z]*$");

    /** In capitals anything that begins a statement; in small letters, which are also English, what nobody else says. */
    private static final Pattern STATEMENT = Pattern.compile(
            "\\s*((SELECT|INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|WITH|CREATE|ALTER|DROP|TRUNCATE|MERGE\\s+INTO)\\s+[a-z_(*$=]"
                    + "|(?i:select\\s.+\\sfrom|insert\\s+into|update\\s+\\w+\\s+set|delete\\s+from)\\s).*",
            Pattern.DOTALL);

    private static final Set<String> SUBJECT_MODULES = Set.of("tunnel-core", "platform/contract");

    /** The one module that speaks the server's own interface. */
    private static final String JETSTREAM = "platform/jetstream";

    /** The modules that apply the schema and read its version, and that make a database for it. */
    private static final Set<String> DATABASE_MODULES = Set.of("platform/database", "platform/local-stack");

    private static final List<SourceFile> SOURCES =
            Modules.all().flatMap(SourceFile::in).toList();

    @Test
    void thereAreSources() {
        assertThat(SOURCES).hasSizeGreaterThan(300);
        assertThat(SourceFile.literals("a(\"x\\\"y\"); // \"no\"\n/* \"no\" */ char c = '\"'; b(\"\"\"\n  z\n\"\"\");"))
                .containsExactly("x\\\"y", "\n  z\n");
    }

    @Test
    void ourSubjectsAreSpelledInTheTunnelAndTheContractOnly() {
        assertThat(spelling(OUR_SUBJECT).filter(file -> !SUBJECT_MODULES.contains(file.module())))
                .isEmpty();
        assertThat(spelling(OUR_SUBJECT)).isNotEmpty();
    }

    @Test
    void theServersSubjectsAreSpelledInTheContractAndTheJetStreamModuleOnly() {
        assertThat(spelling(SERVER_SUBJECT)
                        .filter(file -> !SUBJECT_MODULES.contains(file.module())
                                && !file.module().equals(JETSTREAM)))
                .isEmpty();
    }

    @Test
    void ourHeadersAreSpelledInTheTunnelAndTheContractOnly() {
        assertThat(spelling(OUR_HEADER).filter(file -> !SUBJECT_MODULES.contains(file.module())))
                .isEmpty();
        assertThat(spelling(OUR_HEADER)).isNotEmpty();
    }

    @Test
    void statementsStandInSqlClassesOnly() {
        assertThat(spelling(STATEMENT)
                        .filter(file -> !file.type().endsWith("Sql") && !DATABASE_MODULES.contains(file.module())))
                .isEmpty();
        assertThat(spelling(STATEMENT)).isNotEmpty();
    }

    @Test
    void anSqlClassIsSeenAndUsedInItsOwnPackageOnly() {
        assertThat(SOURCES.stream().filter(file -> file.type().endsWith("Sql")))
                .isNotEmpty()
                .allMatch(file -> !file.text().contains("public final class"))
                .allMatch(SourceFile::isUsedBesideIt);
    }

    @Test
    void theChannelsOfSettingsNameSubjectsAndStreamsOfTheContract() {
        List<String> known = List.of(
                CoreSubjects.commandsOf(0).replace(".0.", ".{partition}."),
                CoreSubjects.ALL_INTAKE,
                CoreSubjects.ALL_SETTLED,
                CoreSubjects.ALL_DURABLE);
        List<String> streams =
                StreamCatalogue.STREAMS.stream().map(StreamDefinition::name).toList();

        assertThat(settings("subject")).isNotEmpty().isSubsetOf(known);
        assertThat(settings("stream")).isNotEmpty().isSubsetOf(streams);
    }

    private static Stream<SourceFile> spelling(Pattern text) {
        return SOURCES.stream()
                .filter(file -> file.literals().stream()
                        .anyMatch(literal -> text.matcher(literal).matches()));
    }

    /** Values of {@code mp.messaging.<direction>.<channel>.<key>} of every service. */
    private static List<String> settings(String key) {
        Pattern line = Pattern.compile("mp\\.messaging\\.\\w+\\.[\\w-]+\\." + key + "=(.*)");
        return Modules.all()
                .map(module -> module.main().resolve("resources/application.properties"))
                .filter(Files::exists)
                .flatMap(SpellingRulesTest::lines)
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .toList();
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
