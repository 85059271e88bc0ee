package dev.hawser.e2e.bench.runs;

import dev.hawser.e2e.system.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a pod tells of itself at one moment: its Prometheus text. */
final class PodMetrics {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String text;

    private PodMetrics(String text) {
        this.text = text;
    }

    static PodMetrics of(RunsStack stack, Pod pod) {
        HttpRequest request = HttpRequest.newBuilder(stack.system().url(pod).resolve("/q/metrics"))
                .timeout(LIMIT)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return new PodMetrics(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failure) {
            throw new UncheckedIOException("no metrics of " + pod.name(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** The values of all series of a name together; 0 without one. */
    double sum(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ' ') || line.startsWith(name + '{'))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
