package dev.hawser.launcher.stack;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.ProcessPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the services and the link agent are started. */
final class Programs {

    private static final String HOST = "127.0.0.1";
    private static final int SESSION_KEY_BYTES = 32;

    private final StackFolder folder;
    private final Map<String, Integer> ports;

    Programs(StackFolder folder, Map<String, Integer> ports) {
        this.folder = folder;
        this.ports = Map.copyOf(ports);
    }

    /** The base URL of a service. */
    String url(String service) {
        return "http://%s:%d".formatted(HOST, ports.get(service));
    }

    /**
     * A service.
     *
     * @param stackSettings where NATS and Postgres are, and who the service is there
     */
    ProcessPlan service(String name, Map<String, String> stackSettings) {
        var settings = new LinkedHashMap<>(stackSettings);
        settings.put("HAWSER_POD_ID", name + "-1");
        settings.put("QUARKUS_HTTP_HOST", HOST);
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(ports.getOrDefault(name, 0)));
        settings.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        if (name.equals("gateway")) {
            settings.put("HAWSER_LOCAL_MODE", "true");
            settings.put("HAWSER_LOCAL_FOLDER", folder.local().toString());
            settings.put("HAWSER_PUBLIC_URL", url(name));
            settings.put("HAWSER_SESSION_KEY", sessionKey());
        }
        Path program = require(folder.built(name + "-service").resolve("quarkus-run.jar"));
        return plan(name, "-Xmx384m", List.of("-jar", program.toString()), settings);
    }

    /** The link agent, with the token that the gateway wrote for it. */
    ProcessPlan agent() {
        Path program = require(folder.built("link-agent").resolve("link-agent.jar"));
        return plan(
                "agent",
                "-Xmx256m",
                List.of(
                        "-jar",
                        program.toString(),
                        "up",
                        "--foreground",
                        "--server",
                        url("gateway"),
                        "--token-file",
                        folder.local().resolve("link-token").toString(),
                        "--drain",
                        "PT10S"),
                Map.of("HAWSER_AGENT_HOME", folder.agent().toString()));
    }

    private ProcessPlan plan(String name, String memory, List<String> arguments, Map<String, String> settings) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bouncycastle.native.cpu_variant=java"));
        command.addAll(arguments);
        return ProcessPlan.of(name, command, folder.run(), settings, folder.log(name));
    }

    private String sessionKey() {
        Path file = Folders.createPrivate(folder.secrets()).resolve("session-key");
        if (!Files.exists(file)) {
            byte[] key = new byte[SESSION_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            Folders.writePrivate(file, Base64.getEncoder().encodeToString(key));
        }
        return Folders.read(file);
    }

    private static Path require(Path program) {
        if (!Files.exists(program)) {
            throw new LauncherException(
                    ExitCode.FAILURE, program + " is missing; delete the folder .hawser/build and start again");
        }
        return program;
    }
}
