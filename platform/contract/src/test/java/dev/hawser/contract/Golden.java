package dev.hawser.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.hawser.contract.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Golden files below {@code src/test/resources/golden}: indented for people, compared without the white space, so that
 * the order of fields counts.
 *
 * <p>{@code -Dgolden.write=true} writes them anew; what then differs in the diff is a change of the contract.
 */
final class Golden {

    private static final Path SOURCES = Path.of("src/test/resources/golden");

    private Golden() {}

    /** Asserts that the value is written as the golden file says, and that the file is read as the value. */
    static <T> void holds(String name, T value, Class<T> type) {
        String written = new String(Json.bytes(value), UTF_8);
        if (Boolean.getBoolean("golden.write")) {
            write(name, written);
        }
        String golden = read(name);
        assertThat(written).isEqualTo(compact(golden));
        assertThat(Json.read(golden.getBytes(UTF_8), type)).isEqualTo(value);
    }

    static String read(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON without white space between its tokens, its fields in the same order. */
    static String compact(String json) {
        return Json.tree(json).toString();
    }

    private static void write(String name, String json) {
        var printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            Files.writeString(
                    SOURCES.resolve(name), Json.mapper().writer(printer).writeValueAsString(Json.tree(json)) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
