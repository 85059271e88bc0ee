package dev.hawser.launcher.stack;

import dev.hawser.database.Schema;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.localstack.postgres.PostgresPlan;
import dev.hawser.localstack.process.ChildProcess;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database server, with the schema applied. */
final class PostgresPart implements Part {

    static final String DATABASE = "hawser";
    private static final int PREFERRED_PORT = 5433;

    private final StackFolder folder;
    private volatile @Nullable LocalPostgres server;

    PostgresPart(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start() {
        LocalPostgres before = server;
        if (before != null) {
            before.restart();
            return;
        }
        LocalPostgres started =
                LocalPostgres.start(PostgresPlan.durable(folder.postgres(), PREFERRED_PORT, folder.log(name())));
        server = started;
        started.createDatabase(DATABASE);
        Schema.migrate(started.jdbcUrl(DATABASE), LocalPostgres.USER, started.password());
    }

    @Override
    public void stop() {
        LocalPostgres running = server;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public Optional<ChildProcess> process() {
        return Optional.ofNullable(server).map(LocalPostgres::process);
    }

    LocalPostgres server() {
        LocalPostgres running = server;
        if (running == null) {
            throw new IllegalStateException("the database server was not started yet");
        }
        return running;
    }
}
