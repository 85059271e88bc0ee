package dev.hawser.e2e.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DependencyRulesTest {

    /** Layers and catch-alls: a package is a thing of the domain. */
    private static final Set<String> LAYERS = Set.of(
            "service", "dto", "util", "utils", "impl", "model", "helper", "helpers", "common", "base", "manager");

    private static final JavaClasses CLASSES = new ClassFileImporter().importPaths(Modules.classes());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tunnel",
                "contract",
                "harness",
                "database",
                "localstack",
                "jetstream",
                "launcher",
                "agent",
                "gateway",
                "dispatch",
                "projector",
                "e2e"
            })
    void everyModuleIsLookedAt(String module) {
        assertThat(CLASSES).anyMatch(type -> isIn(type, module));
    }

    @Test
    void theTunnelDependsOnNothingOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("dev.hawser.tunnel..")
                .should()
                .dependOnClassesThat(
                        type("of ours outside of the tunnel", type -> isOurs(type) && !isIn(type, "tunnel")))
                .check(CLASSES);
    }

    @Test
    void theTunnelAndTheContractKnowNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.hawser.tunnel..", "dev.hawser.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.eclipse.microprofile..", "io.vertx..")
                .check(CLASSES);
    }

    @Test
    void theContractIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("dev.hawser.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.smallrye..", "io.nats..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({
        "contract,   tunnel",
        "harness,    contract tunnel",
        "database,   contract",
        "jetstream,  contract tunnel database",
        "localstack, contract tunnel database",
        "agent,      contract tunnel harness",
        "gateway,    contract tunnel jetstream database",
        "dispatch,   contract tunnel harness jetstream database",
        "projector,  contract tunnel jetstream database harness",
        "launcher,   contract tunnel localstack database",
    })
    void aModuleDependsOnlyOnWhatItMay(String module, String allowed) {
        Set<String> packages = Set.of(allowed.split(" "));

        noClasses()
                .that()
                .resideInAPackage("dev.hawser." + module + "..")
                .should()
                .dependOnClassesThat(type(
                        "of ours outside of " + allowed,
                        type -> isOurs(type)
                                && !isIn(type, module)
                                && packages.stream().noneMatch(other -> isIn(type, other))))
                .check(CLASSES);
    }

    @Test
    void aPackageIsAThingOfTheDomainAndNoLayer() {
        assertThat(packages())
                .allSatisfy(name -> assertThat(name.getName().split("\\.")).doesNotContainAnyElementsOf(LAYERS));
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() {
        assertThat(packages())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name.isAnnotatedWith(NullMarked.class))
                        .as("%s has a package-info with @NullMarked", name.getName())
                        .isTrue());
    }

    @Test
    void nobodyWritesToTheConsoleButThePrograms() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.hawser.launcher..", "dev.hawser.agent..", "dev.hawser.e2e.bench..")
                .should()
                .accessField(System.class, "out")
                .check(CLASSES);
        classes().should().notBeAnnotatedWith(Deprecated.class).check(CLASSES);
    }

    private static Stream<JavaPackage> packages() {
        return CLASSES.stream()
                .filter(DependencyRulesTest::isOurs)
                .map(JavaClass::getPackage)
                .distinct();
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith("dev.hawser.");
    }

    private static boolean isIn(JavaClass type, String module) {
        String name = "dev.hawser." + module;
        return type.getPackageName().equals(name) || type.getPackageName().startsWith(name + '.');
    }

    private static DescribedPredicate<JavaClass> type(String description, Predicate<JavaClass> test) {
        return DescribedPredicate.describe(description, test);
    }
}
