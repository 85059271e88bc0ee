package dev.hawser.projector.commit;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns a list of records into the arrays that a statement unnests. */
final class Columns<T> {

    private final List<T> rows;

    private Columns(List<T> rows) {
        this.rows = rows;
    }

    static <T> Columns<T> of(List<T> rows) {
        return new Columns<>(rows);
    }

    String[] texts(Function<T, String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    @Nullable String[] optionalTexts(Function<T, Optional<String>> column) {
        return rows.stream().map(row -> column.apply(row).orElse(null)).toArray(String[]::new);
    }

    Long[] numbers(Function<T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    Buffer[] bytes(Function<T, byte[]> column) {
        return rows.stream().map(row -> Buffer.buffer(column.apply(row))).toArray(Buffer[]::new);
    }
}
