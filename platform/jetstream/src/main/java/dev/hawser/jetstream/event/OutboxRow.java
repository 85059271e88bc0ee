package dev.hawser.jetstream.event;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;

/** An event that is committed and not known to be published. */
record OutboxRow(String id, String tenant, String owner, String type, String event) {

    static OutboxRow of(Row row) {
        return new OutboxRow(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("owner"),
                row.getString("type"),
                row.get(JsonObject.class, "event").encode());
    }
}
