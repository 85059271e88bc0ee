package dev.hawser.e2e.proxy;

import dev.hawser.database.Schema;
import dev.hawser.e2e.api.Api;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.ProcessPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A gateway and an agent as processes, whose sessions live five seconds: whatever is carried here, is carried over
 * renewals. The agent exposes a local server that tests choose the behaviour of.
 */
final class ProxySystem implements AutoCloseable {

    /** How long a session lives. */
    static final int SESSION_SECONDS = 5;

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration READY = Duration.ofSeconds(60);
    private static @Nullable ProxySystem sharedSystem;

    private final HawserStack stack = HawserStack.start();
    private final Path folder = temporaryFolder();
    private final int port = FreePorts.choose();
    private final LocalServer http = LocalServer.start();
    private final RawServer raw = RawServer.start();
    private final String sessionKey = Base64.getEncoder().encodeToString(new SecureRandom().generateSeed(32));
    private final ChildProcess gateway;
    private int agents;
    private ChildProcess agent;

    private ProxySystem() {
        stack.postgres().createDatabase(HawserStack.DATABASE);
        Schema.migrate(
                stack.postgres().jdbcUrl(HawserStack.DATABASE),
                LocalPostgres.USER,
                stack.postgres().password());
        gateway = ChildProcess.start(gatewayPlan());
        gateway.awaitReady(() -> Files.exists(local().resolve("link-token")), READY);
        agent = startAgent();
    }

    /** The one that the tests of this JVM share. */
    static synchronized ProxySystem shared() {
        ProxySystem system = sharedSystem;
        if (system == null) {
            system = new ProxySystem();
            Runtime.getRuntime().addShutdownHook(new Thread(system::close, "proxy-system-close"));
            sharedSystem = system;
        }
        return system;
    }

    /** The local server that is exposed as {@code web}. */
    LocalServer http() {
        return http;
    }

    /** The local server that is exposed as {@code raw}. */
    RawServer raw() {
        return raw;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Path of the proxy to an upstream; ends with a slash. */
    String path(String upstream) {
        return "/api/links/" + link() + "/proxy/" + upstream + '/';
    }

    URI uri(String upstream, String rest) {
        return url().resolve(path(upstream) + rest);
    }

    String link() {
        return read("link-id");
    }

    String token() {
        return read("cli-token");
    }

    ChildProcess gateway() {
        return gateway;
    }

    ChildProcess agent() {
        return agent;
    }

    /** Starts one more agent with the same link token and the same settings, which is the agent from now on. */
    void startNewerAgent() {
        agent = startAgent();
    }

    /** How often the agent has renewed its session. */
    long renewals() {
        try (var lines = Files.lines(log("agent-" + agents))) {
            return lines.filter(line -> line.contains("the session is renewed until"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exposes one more server; the agent takes it up while it runs. */
    void expose(String name, String url) {
        try {
            Files.writeString(
                    agentHome().resolve("agent.yaml"), "  " + name + ": " + url + '\n', StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The largest resident size that a process has had, in MiB. */
    static long peakMebibytes(ChildProcess process) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        agent.kill();
        gateway.kill();
        http.close();
        raw.close();
        stack.close();
    }

    private ChildProcess startAgent() {
        agents++;
        writeConfiguration();
        ChildProcess started = ChildProcess.start(agentPlan());
        started.awaitReady(this::linked, READY);
        return started;
    }

    /** The agent of now serves: its log says so, and the gateway sees it. */
    private boolean linked() {
        try {
            Path log = log("agent-" + agents);
            return Files.exists(log) && Files.readString(log).contains("Linked as") && online();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean online() {
        return new Api(url(), token())
                .call("GET", "/api/links/me", "")
                .body()
                .at("/links/0/online")
                .asBoolean();
    }

    private ProcessPlan gatewayPlan() {
        Map<String, String> settings = new LinkedHashMap<>(stack.settingsFor("gateway"));
        settings.put("HAWSER_POD_ID", "gateway-1");
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        settings.put("HAWSER_LOCAL_MODE", "true");
        settings.put("HAWSER_LOCAL_FOLDER", local().toString());
        settings.put("HAWSER_PUBLIC_URL", url().toString());
        settings.put("HAWSER_SESSION_KEY", sessionKey);
        settings.put("NATS_TUNNEL_SESSION_TTL_SECONDS", String.valueOf(SESSION_SECONDS));
        Path jar = ROOT.resolve("gateway-service/target/quarkus-app/quarkus-run.jar");
        return plan("gateway", List.of("-jar", jar.toString()), settings);
    }

    private ProcessPlan agentPlan() {
        List<String> arguments = List.of(
                "-jar",
                ROOT.resolve("link-agent/target/link-agent.jar").toString(),
                "up",
                "--foreground",
                "--server",
                url().toString(),
                "--token-file",
                local().resolve("link-token").toString());
        return plan(
                "agent-" + agents,
                arguments,
                Map.of("HAWSER_AGENT_HOME", agentHome().toString()));
    }

    private void writeConfiguration() {
        try {
            Files.createDirectories(agentHome());
            Files.writeString(agentHome().resolve("agent.yaml"), """
                    upstreams:
                      web: %s
                      raw:
                        url: %s
                      base: %s/below/here/
                      nobody: http://127.0.0.1:%d
                      elsewhere: http://192.0.2.1
                      metadata: {url: "http://169.254.169.254", allowHost: true}
                    """.formatted(
                            http.url(), raw.url(), http.url(), FreePorts.choose()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessPlan plan(String name, List<String> arguments, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bouncycastle.native.cpu_variant=java"));
        command.addAll(arguments);
        return ProcessPlan.of(name, command, folder, settings, log(name));
    }

    private Path log(String name) {
        return Path.of("target/system-logs").toAbsolutePath().resolve(folder.getFileName() + "-" + name + ".log");
    }

    private Path agentHome() {
        return folder.resolve("agent-" + agents);
    }

    private Path local() {
        return folder.resolve("local");
    }

    private String read(String name) {
        try {
            return Files.readString(local().resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("hawser-proxy-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
