package dev.hawser.launcher.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.localstack.process.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs functions of the script in {@code sh}, on folders that hold nothing but what a test put there. */
class HawserScriptTest {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void aNewEnoughJdkInJavaHomeIsTaken() throws IOException {
        Path home = jdk("jvm/a", "26.0.1");
        jdk("jvm/b", "25");

        assertThat(findJdk(Map.of("JAVA_HOME", home.toString()))).isEqualTo(home.toString());
    }

    @Test
    void anOldJavaHomeIsPassedOverForTheOldestNewEnoughOneOfTheFolders() throws IOException {
        Path old = jdk("old", "17.0.15");
        jdk("jvm/x-21", "21.0.2");
        jdk("jvm/z-27", "27-ea");
        Path wanted = jdk("jvm/y-25", "25.0.3");

        assertThat(findJdk(Map.of("JAVA_HOME", old.toString()))).isEqualTo(wanted.toString());
    }

    @Test
    void aRuntimeWithoutACompilerIsNoJdk() throws IOException {
        Path runtime = jdk("jvm/jre", "25.0.3");
        Files.delete(runtime.resolve("bin/javac"));

        assertThat(findJdk(Map.of())).isEmpty();
    }

    @Test
    void javaOnPathIsFoundThroughItsSymbolicLink() throws IOException {
        Path home = jdk("elsewhere/jdk", "25.0.3");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), home.resolve("bin/java"));

        assertThat(findJdk(Map.of("PATH", bin + ":/usr/bin:/bin"))).isEqualTo(home.toString());
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() {
        Execution run = run("require_jdk", Map.of());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.output()).contains("no JDK 25 or newer was found").contains("set JAVA_HOME");
    }

    @Test
    void versionsAreComparedByNumber() {
        assertThat(run("version_at_least 3.10.1 3.8.6", Map.of()).exitCode()).isZero();
        assertThat(run("version_at_least 3.8.6 3.8.6", Map.of()).exitCode()).isZero();
        assertThat(run("version_at_least 3.8.5 3.8.6", Map.of()).exitCode()).isNotZero();
    }

    @Test
    void aMavenThatTheWrapperFetchedComesBeforeTheOneOnPath() throws IOException {
        Path wrapped = program("m2/wrapper/dists/apache-maven-3.9.15/0a1b/bin/mvn", "echo Apache Maven 3.9.15");
        program("bin/mvn", "echo Apache Maven 3.8.7");

        assertThat(findMaven()).isEqualTo(wrapped.toString());
    }

    @Test
    void aMavenOnPathIsTakenIfItIsNewEnough() throws IOException {
        Path mvn = program("bin/mvn", "echo Apache Maven 3.8.7");

        assertThat(findMaven()).isEqualTo(mvn.toString());
    }

    @Test
    void aBuildIsUpToDateUntilASourceChangesOrGoes() throws IOException {
        Path clone = Files.createDirectories(folder.resolve("clone"));
        Files.copy(ROOT.resolve("hawser"), clone.resolve("hawser"));
        Path source = file("clone/gateway-service/src/main/java/A.java", "class A {}");
        Path other = file("clone/gateway-service/src/main/java/B.java", "class B {}");
        Files.createDirectories(clone.resolve(".hawser/build/launcher"));
        String stamp = "source_list >$BUILD/stamp";
        assertThat(in(clone, "is_up_to_date").exitCode()).isNotZero();

        assertThat(in(clone, stamp).exitCode()).isZero();
        assertThat(in(clone, "is_up_to_date").exitCode()).isZero();

        file("clone/e2e/src/main/java/C.java", "class C {}");
        assertThat(in(clone, "is_up_to_date").exitCode())
                .as("what up needs does not depend on the benchmarks")
                .isZero();
        assertThat(in(clone, "is_bench_up_to_date").exitCode()).isNotZero();

        Files.setLastModifiedTime(
                source,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(5)));
        assertThat(in(clone, "is_up_to_date").exitCode()).isNotZero();

        Files.setLastModifiedTime(source, java.nio.file.attribute.FileTime.fromMillis(0));
        assertThat(in(clone, "is_up_to_date").exitCode()).isZero();
        Files.delete(other);
        assertThat(in(clone, "is_up_to_date").exitCode()).isNotZero();
    }

    @Test
    void helpNeedsNoBuildAndOtherCommandsSayThatNothingRuns() throws IOException {
        Path clone = Files.createDirectories(folder.resolve("clone"));
        Files.copy(ROOT.resolve("hawser"), clone.resolve("hawser"));
        jdk("jvm/jdk", "25.0.3");

        assertThat(in(clone, "main --help").orThrow()).contains("Usage: ./hawser COMMAND");
        assertThat(in(clone, "main bench --help").orThrow()).contains("Usage: ./hawser bench");
        Execution status = in(clone, "main status");
        assertThat(status.exitCode()).isEqualTo(3);
        assertThat(status.output()).contains("nothing is built yet");
    }

    @Test
    void testRefusesAnUnknownArgument() {
        Execution run = run("run_tests --everything", Map.of());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.output()).contains("unknown argument of test: --everything");
    }

    private String findJdk(Map<String, String> environment) {
        return run("find_jdk", environment).orThrow().strip();
    }

    private String findMaven() {
        return run("find_maven && printf %s \"$MVN\"", Map.of("PATH", folder.resolve("bin") + ":/usr/bin:/bin"))
                .orThrow();
    }

    private Execution run(String function, Map<String, String> environment) {
        return in(ROOT, function, environment);
    }

    private Execution in(Path clone, String function) {
        return in(clone, function, Map.of());
    }

    private Execution in(Path clone, String function, Map<String, String> environment) {
        var settings = new HashMap<>(Map.of(
                "HAWSER_SOURCED",
                "yes",
                "JAVA_HOME",
                "",
                "HOME",
                folder.toString(),
                "MAVEN_USER_HOME",
                folder.resolve("m2").toString(),
                "HAWSER_JDK_FOLDERS",
                folder.resolve("jvm").toString(),
                "PATH",
                "/usr/bin:/bin"));
        settings.putAll(environment);
        // A java of the machine on this PATH must not be found: it would decide the test.
        String hideJava = environment.containsKey("PATH") ? "" : "jdk_on_path() { :; }; ";
        return Execution.run(
                List.of("/bin/sh", "-c", ". ./hawser; " + hideJava + function, "./hawser"),
                Duration.ofSeconds(20),
                clone,
                settings);
    }

    private Path jdk(String name, String version) throws IOException {
        program(name + "/bin/java", "exit 0");
        program(name + "/bin/javac", "exit 0");
        file(name + "/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return folder.resolve(name);
    }

    private Path program(String name, String script) throws IOException {
        Path file = file(name, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
