package dev.hawser.projector.commit;

import dev.hawser.contract.json.Json;
import dev.hawser.projector.fold.Titles;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Automatic titles; the title that a person gives is another column and wins. */
@ApplicationScoped
class Titling {

    private final ProjectionEvents events;

    Titling(ProjectionEvents events) {
        this.events = events;
    }

    /** Locks the threads that a batch writes to or has settled runs of, and stores the titles. */
    Uni<Void> lockAndStore(SqlConnection tx, Batch batch) {
        String[] threads = Stream.concat(
                        batch.titles().stream().map(TitleWish::thread),
                        batch.settlements().stream()
                                .map(settlement -> settlement.run().thread()))
                .distinct()
                .sorted()
                .toArray(String[]::new);
        if (threads.length == 0) {
            return Uni.createFrom().voidItem();
        }
        return tx.preparedQuery(CommitSql.LOCK_THREADS)
                .execute(Tuple.of(threads))
                .map(Titling::untitled)
                .chain(untitled -> titles(tx, batch.titles(), untitled))
                .chain(titles -> store(tx, batch.titles(), titles));
    }

    /** The later wish of a thread wins; one without a text counts only while the thread has no title. */
    private static Uni<Map<String, String>> titles(SqlConnection tx, List<TitleWish> wishes, Set<String> untitled) {
        Map<String, String> titles = new LinkedHashMap<>();
        Set<String> unnamed = new HashSet<>();
        for (TitleWish wish : wishes) {
            wish.title().ifPresent(title -> titles.put(wish.thread(), title));
            if (untitled.contains(wish.thread())) {
                unnamed.add(wish.thread());
            }
        }
        unnamed.removeAll(titles.keySet());
        return unnamed.isEmpty()
                ? Uni.createFrom().item(titles)
                : firstTexts(tx, unnamed).invoke(titles::putAll).replaceWith(titles);
    }

    private static Uni<Map<String, String>> firstTexts(SqlConnection tx, Set<String> threads) {
        return tx.preparedQuery(CommitSql.FIRST_MESSAGES)
                .execute(Tuple.of(threads.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, String> titles = new HashMap<>();
                    rows.forEach(row -> title(row).ifPresent(title -> titles.put(row.getString("thread"), title)));
                    return titles;
                });
    }

    private static Optional<String> title(Row row) {
        return Titles.ofMessage(Json.tree(row.get(JsonArray.class, "parts").encode()));
    }

    private Uni<Void> store(SqlConnection tx, List<TitleWish> wishes, Map<String, String> titles) {
        if (titles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = Columns.of(List.copyOf(titles.entrySet()));
        return tx.preparedQuery(CommitSql.STORE_TITLES)
                .execute(Tuple.of(rows.texts(Map.Entry::getKey), rows.texts(Map.Entry::getValue)))
                .chain(changed -> tell(tx, wishes, titles, changed));
    }

    private Uni<Void> tell(SqlConnection tx, List<TitleWish> wishes, Map<String, String> titles, RowSet<Row> changed) {
        Map<String, TitleWish> threads = new HashMap<>();
        wishes.forEach(wish -> threads.put(wish.thread(), wish));
        List<TitleWish> told = StreamSupport.stream(changed.spliterator(), false)
                .map(row -> threads.get(row.getString("id")))
                .flatMap(Stream::ofNullable)
                .toList();
        return Multi.createFrom()
                .iterable(told)
                .onItem()
                .transformToUniAndConcatenate(
                        thread -> events.add(tx, thread, titles.getOrDefault(thread.thread(), "")))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Set<String> untitled(RowSet<Row> rows) {
        var untitled = new HashSet<String>();
        rows.forEach(row -> {
            if (row.getString("auto_title") == null) {
                untitled.add(row.getString("id"));
            }
        });
        return untitled;
    }
}
