package dev.hawser.localstack;

import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.LocalNatsCluster;
import dev.hawser.localstack.nats.NatsServerBinary;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.localstack.postgres.PostgresPlan;
import dev.hawser.localstack.process.Folders;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A NATS server and a Postgres for tests.
 *
 * <pre>
 * HawserStack stack = HawserStack.shared();
 * stack.postgres().createDatabase("gate_test");
 * Map&lt;String, String&gt; settings = stack.settingsFor("dispatch");
 * </pre>
 *
 * The shared stack is started by its first user and stopped when the JVM ends, or dies. A test that stops or kills a
 * server starts one of its own, so that tests beside it do not notice.
 */
public final class HawserStack implements AutoCloseable {

    /** The database that {@link #settings()} names. */
    public static final String DATABASE = "hawser";

    private static @Nullable HawserStack sharedStack;

    private final Path folder;
    private final NatsIdentities identities;
    private final CompletableFuture<LocalNatsCluster> nats;
    private final CompletableFuture<LocalPostgres> postgres;

    private HawserStack(Path folder, int natsServers, PostgresPlan plan) {
        this.folder = folder;
        this.identities = NatsIdentities.in(folder.resolve("identities"));
        this.nats = CompletableFuture.supplyAsync(
                () -> LocalNatsCluster.start(NatsServerBinary.find(), identities, folder.resolve("nats"), natsServers),
                Thread::startVirtualThread);
        this.postgres = CompletableFuture.supplyAsync(() -> LocalPostgres.start(plan), Thread::startVirtualThread);
    }

    /** The stack that all tests of this JVM share. */
    public static synchronized HawserStack shared() {
        HawserStack stack = sharedStack;
        if (stack == null) {
            stack = start();
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "hawser-stack-close"));
            sharedStack = stack;
        }
        return stack;
    }

    /** Starts a stack of its own; the caller closes it. */
    public static HawserStack start() {
        return start(1);
    }

    /** As {@link #start()}, with a cluster of that many NATS servers; streams have as many copies. */
    public static HawserStack start(int natsServers) {
        Path folder = folderOfItsOwn();
        return new HawserStack(folder, natsServers, PostgresPlan.forTests(folder.resolve("postgres")));
    }

    /** As {@link #start(int)}; Postgres, too, syncs what it commits, as it does where data matters. */
    public static HawserStack startDurable(int natsServers) {
        Path folder = folderOfItsOwn();
        Path postgres = folder.resolve("postgres");
        return new HawserStack(
                folder, natsServers, PostgresPlan.durable(postgres, 0, postgres.resolve("postgres.log")));
    }

    private static Path folderOfItsOwn() {
        return OwnedFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The NATS server, of a cluster the first; waits until it serves. */
    public LocalNats nats() {
        return cluster().nodes().getFirst();
    }

    /** All NATS servers; waits until they serve. */
    public LocalNatsCluster cluster() {
        return nats.join();
    }

    /** The database server; waits until it accepts connections. */
    public LocalPostgres postgres() {
        return postgres.join();
    }

    /** The users of the NATS server. */
    public NatsIdentities identities() {
        return identities;
    }

    /** Settings of a test or tool that may do everything. */
    public Map<String, String> settings() {
        return with(DATABASE).all();
    }

    /** Settings of a service: {@code gateway}, {@code dispatch} or {@code projector}. */
    public Map<String, String> settingsFor(String service) {
        return with(DATABASE).of(service);
    }

    /** Settings that name another database, which is created if it is missing. */
    public StackSettings with(String database) {
        postgres().createDatabase(database);
        return new StackSettings(cluster(), identities, postgres(), database);
    }

    @Override
    public void close() {
        nats.handle((server, failure) -> server).thenAccept(HawserStack::stop).join();
        postgres.handle((server, failure) -> server)
                .thenAccept(HawserStack::stop)
                .join();
        Folders.delete(folder);
    }

    private static void stop(@Nullable AutoCloseable server) {
        switch (server) {
            case LocalNatsCluster running -> running.close();
            case LocalPostgres running -> running.close();
            case null, default -> {
                // It never started; whoever asked for it was told.
            }
        }
    }
}
