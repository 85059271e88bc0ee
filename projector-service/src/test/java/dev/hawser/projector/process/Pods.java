package dev.hawser.projector.process;

import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessPlan;
import dev.hawser.projector.lab.ProjectorStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The packaged service, several times. */
final class Pods implements AutoCloseable {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final Path JAR =
            Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath();
    private static final Path LOGS = Path.of("target/pod-logs").toAbsolutePath();

    private final Map<String, ChildProcess> processes = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** Starts a pod and waits until it is ready. */
    void start(String name) {
        int port = FreePorts.choose();
        Map<String, String> settings =
                new HashMap<>(HawserStack.shared().with(ProjectorStack.DATABASE).of("projector"));
        settings.put("HAWSER_POD_ID", name);
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString());
        ChildProcess process = ChildProcess.start(ProcessPlan.of(
                name, command, Path.of("target").toAbsolutePath(), settings, LOGS.resolve(name + ".log")));
        processes.put(name, process);
        process.awaitReady(() -> isReady(port), READY);
    }

    ChildProcess of(String name) {
        ChildProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    private boolean isReady(int port) {
        URI ready = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(ready).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while waiting for " + ready, e);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(ChildProcess::kill);
        http.close();
    }
}
