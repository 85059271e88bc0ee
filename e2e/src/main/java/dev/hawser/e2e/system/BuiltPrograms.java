package dev.hawser.e2e.system;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packaged services and the agent.
 *
 * @param root the repository: where examples are
 * @param built a folder with one folder for each program; that of the repository itself, if Maven has just made them
 * @param jar where the agent's jar is in its folder, and the runnable jar of a service
 */
public record BuiltPrograms(Path root, Path built, Layout jar) {

    /** How a program's folder is laid out. */
    public enum Layout {
        /** As Maven leaves it. */
        TARGET("target/quarkus-app/quarkus-run.jar", "target/link-agent.jar"),
        /** As {@code ./hawser} copies it. */
        STAGED("quarkus-run.jar", "link-agent.jar");

        private final String service;
        private final String agent;

        Layout(String service, String agent) {
            this.service = service;
            this.agent = agent;
        }
    }

    /** What this build has made. */
    public static BuiltPrograms ofThisBuild() {
        Path root = Path.of("..").toAbsolutePath().normalize();
        return new BuiltPrograms(root, root, Layout.TARGET);
    }

    /** What {@code ./hawser bench} has built. */
    public static BuiltPrograms staged(Path root) {
        return new BuiltPrograms(root, root.resolve(".hawser/build"), Layout.STAGED);
    }

    Path service(Part part) {
        return existing(built.resolve(part.text() + "-service").resolve(jar.service));
    }

    /** The agent. */
    public Path agent() {
        return existing(built.resolve("link-agent").resolve(jar.agent));
    }

    private static Path existing(Path program) {
        if (!Files.exists(program)) {
            throw new IllegalStateException("build first: there is no " + program);
        }
        return program;
    }
}
