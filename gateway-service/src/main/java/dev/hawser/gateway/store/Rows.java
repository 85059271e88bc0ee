package dev.hawser.gateway.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.json.JsonCodec;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads rows. */
public final class Rows {

    /** Writes numbers as they are stored: the service's own mapper would make texts of large ones. */
    private static final JsonCodec CODEC = new JacksonCodec();

    private Rows() {}

    /** The first row, if there is one. */
    public static Optional<Row> first(RowSet<Row> rows) {
        RowIterator<Row> iterator = rows.iterator();
        return iterator.hasNext() ? Optional.of(iterator.next()) : Optional.empty();
    }

    /** All rows, each read by {@code reader}. */
    public static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
        var all = new ArrayList<T>(rows.size());
        rows.forEach(row -> all.add(reader.apply(row)));
        return all;
    }

    /** A column of time zone type that may be null. */
    public static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    /** A column of text that may be null. */
    public static Optional<String> text(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    /** A column of JSON that may be null. */
    public static Optional<JsonNode> json(Row row, String column) {
        return switch (row.getValue(column)) {
            case null -> Optional.empty();
            case JsonObject object -> Optional.of(Json.tree(CODEC.toString(object)));
            case JsonArray array -> Optional.of(Json.tree(CODEC.toString(array)));
            case Object other -> Optional.of(Json.mapper().valueToTree(other));
        };
    }
}
