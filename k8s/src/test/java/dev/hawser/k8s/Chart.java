package dev.hawser.k8s;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The chart with some values; rendered by Helm's own library, no helm program is needed. */
record Chart(Map<String, String> values) {

    static final String RELEASE = "prod";
    static final String NAMESPACE = "hawser";

    /** What the annotations of hooks are called in what is rendered: Helm leaves objects that are hooks out of it. */
    static final String HOOK = "test.hawser.dev/hook";

    private static final Path FOLDER = Path.of("chart/hawser");
    private static final Path WITH_HOOKS = copyWithHooks(Path.of("target/chart/hawser"));

    Chart {
        values = Map.copyOf(values);
    }

    /** The chart with nothing but what everybody has to set. */
    static Chart minimal() {
        return new Chart(Map.of(
                "gateway.publicUrl", "https://hawser.example.org",
                "database.url", "postgresql://postgres.example.org:5432/hawser"));
    }

    /** The same with one more value, written as for {@code --set}. */
    Chart with(String key, String value) {
        var more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Chart(more);
    }

    /** Renders all of it. */
    Manifests render() {
        TemplateCommand template =
                new Helm(WITH_HOOKS).template().withName(RELEASE).withNamespace(NAMESPACE);
        values.forEach(template::set);
        return Manifests.read(template.call());
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    private static Path copyWithHooks(Path copy) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.writeString(target, Files.readString(file).replace("helm.sh/hook", HOOK));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
