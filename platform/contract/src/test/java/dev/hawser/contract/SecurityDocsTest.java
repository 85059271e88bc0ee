package dev.hawser.contract;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.subject.Grant;
import dev.hawser.contract.subject.Grants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables in docs/security.md say what {@link Grants} gives. */
class SecurityDocsTest {

    static Stream<Arguments> accounts() {
        return Stream.of(
                Arguments.of(
                        "LINKS",
                        users(
                                "agent of `LINK`",
                                Grants.link("LINK"),
                                "gateway",
                                Grants.gatewayLinks(),
                                "dispatch",
                                Grants.dispatchLinks())),
                Arguments.of(
                        "CORE",
                        users(
                                "gateway",
                                Grants.gatewayCore(),
                                "dispatch",
                                Grants.dispatchCore(),
                                "projector",
                                Grants.projectorCore())),
                Arguments.of("SYS", Map.of("gateway", Grants.gatewaySys())));
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void theDocumentedRightsAreThoseThatAreGranted(String account, Map<String, Grant> users) throws IOException {
        assertThat(Files.readString(Path.of("../../docs/security.md")))
                .as("the rights of account " + account)
                .contains(table(users));
    }

    private static String table(Map<String, Grant> users) {
        var subjects = new TreeSet<String>();
        users.values().stream()
                .flatMap(grant -> Stream.of(grant.publish(), grant.subscribe()))
                .forEach(subjects::addAll);
        return row("subject", users.keySet())
                + "|---".repeat(users.size() + 1)
                + "|\n"
                + subjects.stream()
                        .map(subject -> row(
                                "`" + subject + "`",
                                users.values().stream()
                                        .map(grant -> cell(grant, subject))
                                        .toList()))
                        .collect(joining());
    }

    private static String row(String head, Collection<String> cells) {
        return cells.stream().collect(joining(" | ", "| " + head + " | ", " |\n"));
    }

    private static String cell(Grant grant, String subject) {
        boolean sends = grant.publish().contains(subject);
        boolean hears = grant.subscribe().contains(subject);
        if (sends) {
            return hears ? "both" : "publish";
        }
        return hears ? "subscribe" : "·";
    }

    private static Map<String, Grant> users(
            String first, Grant firstGrant, String second, Grant secondGrant, String third, Grant thirdGrant) {
        var users = new LinkedHashMap<String, Grant>();
        users.put(first, firstGrant);
        users.put(second, secondGrant);
        users.put(third, thirdGrant);
        return users;
    }
}
