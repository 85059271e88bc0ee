package dev.hawser.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where the agent keeps its files.
 *
 * <pre>
 *           HAWSER_AGENT_HOME=H     otherwise (XDG)
 * config    H                       ~/.config/hawser          agent.yaml, token
 * state     H/state                 ~/.local/state/hawser     lock, socket, logs of runs
 * data      H/data                  ~/.local/share/hawser     outbox
 * </pre>
 */
public record AgentHome(Path config, Path state, Path data) {

    /** Names the one folder for everything. */
    public static final String VARIABLE = "HAWSER_AGENT_HOME";

    private static final int LONGEST_SOCKET_PATH = 100;
    private static final String OURS = "hawser";

    /** The folders that these variables of the environment name. */
    public static AgentHome of(Map<String, String> environment) {
        Optional<String> one = Optional.ofNullable(environment.get(VARIABLE)).filter(text -> !text.isBlank());
        return one.map(home -> in(Path.of(home))).orElseGet(() -> xdg(environment));
    }

    /** All folders below one. */
    public static AgentHome in(Path home) {
        Path absolute = home.toAbsolutePath().normalize();
        return new AgentHome(absolute, absolute.resolve("state"), absolute.resolve("data"));
    }

    /** Makes the folders, for this user alone, as far as they are missing. */
    public void create() throws IOException {
        for (Path folder : new Path[] {config, state, data, runLogs()}) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
    }

    /** The settings. */
    public Path settings() {
        return config.resolve("agent.yaml");
    }

    /** The link token, unless another file is named. */
    public Path token() {
        return config.resolve("token");
    }

    /** Locked while an agent runs. */
    public Path lock() {
        return state.resolve("agent.lock");
    }

    /** The folder of the logs of runs. */
    public Path runLogs() {
        return state.resolve("runs");
    }

    /** Names this machine where the system has no name for it. */
    public Path machine() {
        return state.resolve("machine-id");
    }

    /** The database. */
    public Path outbox() {
        return data.resolve("outbox.db");
    }

    /** The socket of the running agent; its path is short enough for every system. */
    public Path socket() {
        Path socket = state.resolve("agent.sock");
        if (socket.toString().length() <= LONGEST_SOCKET_PATH) {
            return socket;
        }
        String name = OURS + '-' + Integer.toHexString(state.toString().hashCode());
        return Path.of(System.getProperty("java.io.tmpdir"), name, "agent.sock");
    }

    private static AgentHome xdg(Map<String, String> environment) {
        Path user = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return new AgentHome(
                folder(environment, "XDG_CONFIG_HOME", user.resolve(".config")),
                folder(environment, "XDG_STATE_HOME", user.resolve(".local/state")),
                folder(environment, "XDG_DATA_HOME", user.resolve(".local/share")));
    }

    private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
        String named = environment.getOrDefault(variable, "");
        Path base = named.isBlank() ? otherwise : Path.of(named);
        return base.resolve(OURS).toAbsolutePath();
    }
}
