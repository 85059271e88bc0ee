package dev.hawser.launcher.folder;

import dev.hawser.localstack.process.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where everything of a stack is.
 *
 * <pre>
 * agent/  desktop/  local/  logs/  nats/  postgres/  run/  secrets/  state.json  supervisor.lock
 * </pre>
 *
 * @param root the repository
 * @param state the folder {@code .hawser}, or the one that {@code HAWSER_STATE} names
 */
public record StackFolder(Path root, Path state) {

    /** The folders that the script {@code hawser} passes on. */
    public static StackFolder ofThisProcess() {
        Path root = Path.of(System.getProperty("hawser.root", "")).toAbsolutePath();
        Path state = Optional.ofNullable(System.getenv("HAWSER_STATE"))
                .filter(value -> !value.isBlank())
                .map(value -> Path.of(value).toAbsolutePath())
                .orElse(root.resolve(".hawser"));
        return new StackFolder(root, state);
    }

    /** Makes the folder itself; only this user can enter it. */
    public StackFolder create() {
        Folders.createPrivate(state);
        Folders.createPrivate(logs());
        Folders.createPrivate(local());
        Folders.createPrivate(run());
        return this;
    }

    /** What Maven made of a module, kept apart from later builds. */
    public Path built(String module) {
        return root.resolve(".hawser/build").resolve(module);
    }

    /** Configuration and state of the link agent. */
    public Path agent() {
        return state.resolve("agent");
    }

    /** The texts that the example harness answers questions about. */
    public Path desktop() {
        return state.resolve("desktop");
    }

    /** What the gateway writes at its first start: tokens, the link's id, the sign-in link. */
    public Path local() {
        return state.resolve("local");
    }

    /** The logs. */
    public Path logs() {
        return state.resolve("logs");
    }

    /** The log of one part. */
    public Path log(String name) {
        return logs().resolve(name + ".log");
    }

    /** The NATS server and its users. */
    public Path nats() {
        return state.resolve("nats");
    }

    /** The database server. */
    public Path postgres() {
        return state.resolve("postgres");
    }

    /** An empty working folder, so that a service reads no configuration by chance. */
    public Path run() {
        return state.resolve("run");
    }

    /** Keys that are made once. */
    public Path secrets() {
        return state.resolve("secrets");
    }

    /** What the running stack says of itself. */
    public Path stateFile() {
        return state.resolve("state.json");
    }

    /** Locked while a supervisor lives. */
    public Path lockFile() {
        return state.resolve("supervisor.lock");
    }

    /** The text of a file that the gateway wrote for scripts, if it did. */
    public Optional<String> localFile(String name) {
        Path file = local().resolve(name);
        return Files.isReadable(file) ? Optional.of(Folders.read(file)) : Optional.empty();
    }
}
