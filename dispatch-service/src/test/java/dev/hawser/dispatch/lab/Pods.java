package dev.hawser.dispatch.lab;

import dev.hawser.database.Schema;
import dev.hawser.jetstream.catalogue.CatalogueInstaller;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.tunnel.connection.NatsConnections;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** As many pods as a test needs, without a container, on one database and one broker. */
public final class Pods implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    private final AtomicInteger started = new AtomicInteger();
    private final NatsConnections nats;
    private final int replicas;
    private final Vertx vertx = Vertx.vertx();
    private final Pool pool;

    private final String database;

    private Pods(String database, PgConnectOptions options, NatsConnections nats, int replicas) {
        this.database = database;
        this.nats = nats;
        this.replicas = replicas;
        this.pool = pool(options, vertx);
    }

    /** Connections of the owner of the shared server's database. */
    static Pool ownersPool(String database, Vertx vertx) {
        LocalPostgres postgres = HawserStack.shared().postgres();
        return pool(options(postgres.url(database), postgres.password()), vertx);
    }

    private static Pool pool(PgConnectOptions options, Vertx vertx) {
        return Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    /** On the shared broker. */
    public static Pods onOneServer(String database) {
        return on(Links.core(), 1, database);
    }

    /** On another broker, which keeps so many copies. */
    public static Pods on(NatsConnections nats, int replicas, String database) {
        LocalPostgres postgres = HawserStack.shared().postgres();
        driverOfThisClassLoader();
        postgres.createDatabase(database);
        Schema.migrate(postgres.jdbcUrl(database), LocalPostgres.USER, postgres.password());
        var pods = new Pods(database, options(postgres.url(database), postgres.password()), nats, replicas);
        Lab.wait(pods.start().get(CatalogueInstaller.class).apply());
        return pods;
    }

    /** Where others have prepared everything. */
    public static Pods at(String url, String password, NatsConnections nats) {
        return new Pods(url, options(url, password), nats, 1);
    }

    private static PgConnectOptions options(String url, String password) {
        return PgConnectOptions.fromUri(url).setUser(LocalPostgres.USER).setPassword(password);
    }

    /** The name of their database. */
    public String database() {
        return database;
    }

    /** One more pod, which knows nothing. */
    public Wiring start() {
        return new Wiring()
                .with("hawser.jetstream.replicas", Integer.toString(replicas))
                .with(Pool.class, pool)
                .with(NatsConnections.class, nats)
                .with(Pod.class, new Pod("dispatch", "pod-" + started.incrementAndGet()));
    }

    /** Executes a statement. */
    public RowSet<Row> sql(String statement, @Nullable Object... values) {
        return Lab.wait(pool.preparedQuery(statement).execute(Tuple.from(Arrays.asList(values))));
    }

    /** The connection of all of them. */
    public NatsConnections nats() {
        return nats;
    }

    @Override
    public void close() {
        Lab.wait(pool.close());
        try {
            nats.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The one that the tests of the service have loaded is not seen from here. */
    private static void driverOfThisClassLoader() {
        try {
            Class.forName("org.postgresql.Driver");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
