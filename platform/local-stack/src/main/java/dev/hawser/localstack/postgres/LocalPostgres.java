package dev.hawser.localstack.postgres;

import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.Execution;
import dev.hawser.localstack.process.Folders;
import dev.hawser.localstack.process.FreePorts;
import dev.hawser.localstack.process.LocalStackException;
import dev.hawser.localstack.process.ProcessPlan;
import dev.hawser.localstack.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Postgres process on the loopback address. Its folder holds data, password, port and log. */
public final class LocalPostgres implements AutoCloseable {

    /** The owner of the cluster and of every database in it. */
    public static final String USER = "hawser";

    private static final Duration INIT_LIMIT = Duration.ofMinutes(2);
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int PASSWORD_BYTES = 18;
    private static final int STATUS_LINE = 7;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final PostgresPlan plan;
    private final Path binaries;
    private final List<String> wrapper;
    private final String password;
    private final int port;
    private ChildProcess process;

    private LocalPostgres(PostgresPlan plan) {
        this.plan = plan;
        this.binaries = PostgresBinaries.folder();
        this.wrapper = UnprivilegedCommand.wrapper();
        this.password = passwordIn(folder().resolve("password"));
        this.port = portIn(folder().resolve("port"), plan.preferredPort());
        initialise();
        this.process = launch();
    }

    /** Starts a server, its data made first if there are none, and waits until it accepts connections. */
    public static LocalPostgres start(PostgresPlan plan) {
        Folders.createPrivate(plan.folder());
        return new LocalPostgres(plan);
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** The password of {@link #USER}. */
    public String password() {
        return password;
    }

    /** The process of the latest start. */
    public synchronized ChildProcess process() {
        return process;
    }

    /** For JDBC, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:" + url(database);
    }

    /** For the reactive client and other tools, without user and password. */
    public String url(String database) {
        return "postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** A new connection of the owner. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), USER, password);
    }

    /**
     * The login of a service, which is a member of its role {@code hawser_<service>} and has just the rights that the schema
     * gives to that. Both are made if they are missing.
     */
    public PostgresLogin login(String service) {
        if (!NAME.matcher(service).matches()) {
            throw new LocalStackException("a login is of small letters, digits and _: " + service);
        }
        String secret = passwordIn(folder().resolve("password-" + service));
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(LoginSql.makeRole(service));
            statement.execute(LoginSql.makeLogin(service, secret));
        } catch (SQLException failure) {
            throw new LocalStackException("cannot make the login " + service, failure);
        }
        return new PostgresLogin(service, secret);
    }

    /** Creates an empty database unless it exists. */
    public void createDatabase(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LocalStackException("a database name is of small letters, digits and _: " + name);
        }
        try (Connection connection = connect("postgres");
                var query = connection.prepareStatement("select 1 from pg_database where datname = ?");
                var creation = connection.createStatement()) {
            query.setString(1, name);
            try (var found = query.executeQuery()) {
                if (!found.next()) {
                    creation.execute("create database " + name);
                }
            }
        } catch (SQLException failure) {
            throw new LocalStackException("cannot create the database " + name, failure);
        }
    }

    /** Drops a database, closing the connections to it; a missing one is no error. */
    public void dropDatabase(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new LocalStackException("a database name is of small letters, digits and _: " + name);
        }
        try (Connection connection = connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
        } catch (SQLException failure) {
            throw new LocalStackException("cannot drop the database " + name, failure);
        }
    }

    /** Stops the server; open connections are cut, nothing that was committed is lost. */
    public void stop() {
        process().signalTree(Signal.CONT);
        process().stop(Signal.INT, STOP_LIMIT);
    }

    /** Ends the server and all its backends as a crash would. */
    public void kill() {
        process().kill();
    }

    /** Freezes the server with all its backends. */
    public void suspend() {
        process().signalTree(Signal.STOP);
    }

    /** Lets a frozen server go on. */
    public void resume() {
        process().signalTree(Signal.CONT);
    }

    /** Starts the server again on the same port and data, after a stop or kill, or stopping it first. */
    public synchronized void restart() {
        stop();
        process = launch();
    }

    @Override
    public void close() {
        stop();
    }

    private Path folder() {
        return plan.folder().toAbsolutePath();
    }

    private Path data() {
        return folder().resolve("data");
    }

    /** A folder that was left behind half made has no version file and is made again. */
    private void initialise() {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        Folders.delete(data());
        Path fresh = folder().resolve("data.new");
        Folders.delete(fresh);
        var command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + folder().resolve("password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions"));
        if (!plan.durable()) {
            command.add("--no-sync");
        }
        Execution.run(command, INIT_LIMIT, folder(), Map.of()).orThrow();
        try {
            Files.move(fresh, data());
        } catch (IOException failure) {
            throw new LocalStackException("cannot move " + fresh + " to its place", failure);
        }
    }

    private ChildProcess launch() {
        var child = ChildProcess.start(
                new ProcessPlan("postgres", wrapper, command(), folder(), Map.of(), plan.log(), Signal.INT));
        try {
            child.awaitReady(() -> isReady(child), START_LIMIT);
        } catch (LocalStackException notReady) {
            child.kill();
            throw notReady;
        }
        return child;
    }

    private List<String> command() {
        var command = new ArrayList<>(List.of(binaries.resolve("bin/postgres").toString(), "-D", data().toString()));
        settings().forEach((key, value) -> {
            command.add("-c");
            command.add(key + "=" + value);
        });
        return command;
    }

    private Map<String, String> settings() {
        String sync = plan.durable() ? "on" : "off";
        return Map.of(
                "listen_addresses",
                "127.0.0.1",
                "port",
                Integer.toString(port),
                "unix_socket_directories",
                "",
                "max_connections",
                Integer.toString(plan.maxConnections()),
                "shared_buffers",
                "64MB",
                "fsync",
                sync,
                "synchronous_commit",
                sync,
                "full_page_writes",
                sync,
                "log_min_duration_statement",
                "1s");
    }

    /** The server writes its status into the line of its pid file that follows its port. */
    private boolean isReady(ChildProcess child) {
        try {
            List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
            return lines.size() > STATUS_LINE
                    && lines.getFirst().strip().equals(Long.toString(child.pid()))
                    && lines.get(STATUS_LINE).strip().equals("ready");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String passwordIn(Path file) {
        if (!Files.exists(file)) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            Folders.writePrivate(file, HexFormat.of().formatHex(random));
        }
        return Folders.read(file);
    }

    private static int portIn(Path file, int preferred) {
        try {
            int wanted = Files.exists(file) ? Integer.parseInt(Folders.read(file)) : preferred;
            int chosen = FreePorts.choose(wanted);
            Folders.writePrivate(file, Integer.toString(chosen));
            return chosen;
        } catch (NumberFormatException damaged) {
            throw new LocalStackException(file + " is damaged; delete it", damaged);
        }
    }
}
