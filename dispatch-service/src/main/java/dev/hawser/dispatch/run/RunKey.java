package dev.hawser.dispatch.run;

import io.vertx.mutiny.sqlclient.Row;

/** What never changes about a run: its id, where it belongs and the partition of its subjects. */
public record RunKey(String id, String thread, int partition, String tenant, String owner) {

    /** Reads the columns {@code id, thread, partition, tenant, owner}. */
    public static RunKey of(Row row) {
        return new RunKey(
                row.getString("id"),
                row.getString("thread"),
                row.getInteger("partition"),
                row.getString("tenant"),
                row.getString("owner"));
    }

    @Override
    public String toString() {
        return "run=" + id + " thread=" + thread;
    }
}
