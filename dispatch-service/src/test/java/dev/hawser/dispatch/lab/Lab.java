package dev.hawser.dispatch.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.command.Command;
import dev.hawser.contract.command.CommandIdentity;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.notice.IntakeNotice;
import dev.hawser.contract.notice.SettledNotice;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.dispatch.ready.PodState;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Plays gateway, projector and clock for the tests, on the real database and the real broker. */
@Singleton
public class Lab {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WHOLE_LOG = 1_000;

    static {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    private final Pool pool;
    private final RunLog log;
    private final RunRepository runs;
    private final PodState pod;
    private final NatsConnectionHolder core = Links.core();
    private final List<IntakeNotice> notices = new CopyOnWriteArrayList<>();

    Lab(Vertx vertx, RunLog log, RunRepository runs, PodState pod) {
        this.pool = Pods.ownersPool(DispatchStack.DATABASE, vertx);
        this.log = log;
        this.runs = runs;
        this.pod = pod;
        core.subscribe(
                CoreSubjects.ALL_INTAKE,
                null,
                message -> notices.add(Json.read(message.getData(), IntakeNotice.class)));
        assertThat(core.confirm()).isTrue();
    }

    @PreDestroy
    void close() {
        core.close();
        wait(pool.close());
    }

    /** Waits until the service works. */
    public void awaitReady() {
        await().atMost(PATIENCE).until(pod::isWorking);
    }

    /** A new owner with one paired desktop. */
    public Owner owner() {
        var owner = new Owner(Ids.next(IdPrefix.TNT), Ids.next(IdPrefix.USR), Ids.next(IdPrefix.LNK));
        sql("INSERT INTO tenants (id, name) VALUES ($1, 'Acme')", owner.tenant());
        sql(
                "INSERT INTO users (id, tenant, issuer, subject, display) VALUES ($1, $2, 'test', $1, 'Ann')",
                owner.user(),
                owner.tenant());
        insertLink(owner, owner.link());
        return owner;
    }

    /** One more paired desktop of an owner. */
    public String link(Owner owner) {
        String link = Ids.next(IdPrefix.LNK);
        insertLink(owner, link);
        return link;
    }

    /** A paired desktop of somebody else in the owner's tenant. */
    public String linkOfNeighbour(Owner owner) {
        var neighbour = new Owner(owner.tenant(), Ids.next(IdPrefix.USR), Ids.next(IdPrefix.LNK));
        sql(
                "INSERT INTO users (id, tenant, issuer, subject, display) VALUES ($1, $2, 'test', $1, 'Bob')",
                neighbour.user(),
                neighbour.tenant());
        insertLink(neighbour, neighbour.link());
        return neighbour.link();
    }

    private void insertLink(Owner owner, String link) {
        sql(
                "INSERT INTO links (id, tenant, owner, label) VALUES ($1, $2, $3, 'laptop')",
                link,
                owner.tenant(),
                owner.user());
    }

    /** A new thread. */
    public String thread(Owner owner) {
        String thread = Ids.next(IdPrefix.THR);
        sql(
                "INSERT INTO threads (id, tenant, owner, partition, created_by) VALUES ($1, $2, $3, $4, '{}')",
                thread,
                owner.tenant(),
                owner.user(),
                (short) Partition.of(thread));
        return thread;
    }

    /** Publishes a command as the gateway does. */
    public void publish(Command command) {
        publish(command, CommandIdentity.of(command).messageId());
    }

    /** Publishes a command under another duplicate id, so that JetStream lets it pass. */
    public void publish(Command command, String messageId) {
        publish(CoreSubjects.command(command.threadId()), messageId, Json.bytes(command));
    }

    /** Publishes any bytes as a command. */
    public void publish(String subject, String messageId, byte[] body) {
        var headers = new io.nats.client.impl.Headers().put("Nats-Msg-Id", messageId);
        core.request(subject, headers, body, PATIENCE).await().atMost(PATIENCE);
    }

    /** Posts a message and waits for its notice; gives the run. */
    public String post(Command.PostMessage message) {
        publish(message);
        awaitNotice(message);
        return message.runId();
    }

    /** The notices about a command so far. */
    public List<IntakeNotice> notices(Command command) {
        CommandIdentity identity = CommandIdentity.of(command);
        return notices.stream().filter(notice -> notice.isAbout(identity)).toList();
    }

    /** Waits for a notice about a command. */
    public IntakeNotice awaitNotice(Command command) {
        await().atMost(PATIENCE).until(() -> !notices(command).isEmpty());
        return notices(command).getLast();
    }

    /** The row of a run. */
    public RunRow run(String run) {
        return wait(runs.find(run)).orElseThrow(() -> new AssertionError("no run " + run));
    }

    /** The row of a run, if there is one. */
    public Optional<RunRow> findRun(String run) {
        return wait(runs.find(run));
    }

    /** Waits until a run has a state. */
    public RunRow awaitState(String run, RunState state) {
        await().atMost(PATIENCE).until(() -> findRun(run).map(RunRow::state), Optional.of(state)::equals);
        return run(run);
    }

    /** Waits until a runner has confirmed the run's claim. */
    public RunRow awaitConfirmed(String run) {
        await().atMost(PATIENCE)
                .until(() ->
                        findRun(run).filter(row -> row.holder().confirmed()).isPresent());
        return run(run);
    }

    /** Waits until the log of a run has an end. */
    public EndBody awaitEnd(String run) {
        await().atMost(PATIENCE).until(() -> endOf(run).isPresent());
        return endOf(run).orElseThrow();
    }

    /** The error code of a run's row. */
    public Optional<String> errorCode(String run) {
        return Optional.ofNullable(sql("SELECT error_code FROM runs WHERE id = $1", run)
                .iterator()
                .next()
                .getString("error_code"));
    }

    /** The whole log of a run is lost, as after a power failure of the broker. */
    public void loseLog(RunRow run) {
        core.request(
                        "$JS.API.STREAM.PURGE." + StreamCatalogue.RUNS.name(),
                        null,
                        Json.bytes(Map.of("filter", CoreSubjects.run(run.key().partition(), run.id()))),
                        PATIENCE)
                .await()
                .atMost(PATIENCE);
    }

    /** The whole log of a run. */
    public List<RunRecord> log(RunRow run) {
        return wait(log.read(run.key().partition(), run.id(), 1, WHOLE_LOG)).stream()
                .map(entry -> ((StoredRecord) entry).record())
                .toList();
    }

    /** The end in the log of a run, if there is one. */
    public Optional<EndBody> endOf(String run) {
        return log(run(run)).stream()
                .filter(record -> record.kind() == RecordKind.END)
                .map(record -> Json.read(record.body().bytes(), EndBody.class))
                .findFirst();
    }

    /** Appends a record as another pod would. */
    public void append(RunRow run, RunRecord record, long expectedLast) {
        wait(log.append(run.key().partition(), record, expectedLast));
    }

    /** The stream sequence of the last record of a run. */
    public long lastSequence(RunRow run) {
        return wait(log.last(run.key().partition(), run.id())).orElseThrow().streamSequence();
    }

    /** When the last record of a run was stored, by the broker's clock. */
    public Instant storedAt(RunRow run) {
        return wait(log.last(run.key().partition(), run.id())).orElseThrow().storedAt();
    }

    /** Does what the projector does at an end: the terminal state, then the notice. */
    public void settle(String run, RunState state) {
        sql("UPDATE runs SET state = $2, finished_at = now() WHERE id = $1", run, state.text());
        RunRow row = run(run);
        core.publish(
                CoreSubjects.settledNotice(row.key().partition()),
                Json.bytes(new SettledNotice(run, row.key().thread(), state.text())));
    }

    /** The lease of a run is over. */
    public void leaseEnds(String run) {
        sql("UPDATE runs SET lease_until = now() - interval '1 second' WHERE id = $1", run);
    }

    /** One number of a query. */
    public long count(String query, @Nullable Object... values) {
        return sql(query, values).iterator().next().getLong(0);
    }

    /** Executes a statement. */
    public RowSet<Row> sql(String statement, @Nullable Object... values) {
        return wait(pool.preparedQuery(statement).execute(Tuple.from(Arrays.asList(values))));
    }

    /** Connections of the owner of the database, for transactions that a test holds open. */
    public Pool pool() {
        return pool;
    }

    /** The connection to account CORE. */
    public NatsConnectionHolder core() {
        return core;
    }

    /** Waits for a result. */
    public static <T> T wait(Uni<T> result) {
        return result.await().atMost(PATIENCE);
    }
}
