package dev.hawser.projector.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.jetstream.StreamDefinition;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Grants;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.DirectReads;
import dev.hawser.jetstream.api.Inbox;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.log.AppendOutcome;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.localstack.HawserStack;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;

/** Does with NATS what dispatch does: makes the streams, and appends records by compare-and-set. */
public final class TestDispatch implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NatsConnections nats;
    private final JetStreamApi api;
    private final RunLog log;
    private final Map<String, Long> last = new HashMap<>();

    private TestDispatch(NatsConnections nats) {
        this.nats = nats;
        this.api = new JetStreamApi(nats);
        var inbox = new Inbox(nats, new Pod("dispatch", "test-dispatch"));
        this.log = new RunLog(api, new JetStreamPublisher(api), new DirectReads(api, inbox));
    }

    /** A connection with the rights of dispatch. */
    public static TestDispatch connect() {
        return connect(HawserStack.shared().with(ProjectorStack.DATABASE).of("dispatch"));
    }

    /** A connection that may also listen to events. */
    public static TestDispatch connectAsAdmin() {
        return connect(HawserStack.shared().with(ProjectorStack.DATABASE).all());
    }

    private static TestDispatch connect(Map<String, String> settings) {
        var credentials = NatsCredentials.file(Path.of(required(settings, "HAWSER_NATS_CORE_CREDS")));
        var options = NatsConnectionOptions.service(
                        required(settings, "HAWSER_NATS_CORE_URL"), "test dispatch", credentials)
                .withInboxPrefix(Grants.inboxPrefix("dispatch") + '.');
        NatsConnections nats = NatsConnectionHolder.connect(options);
        try {
            assertThat(nats.awaitConnected(PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new TestDispatch(nats);
    }

    private static String required(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }

    /** The connection. */
    public NatsConnections nats() {
        return nats;
    }

    /** The streams and the bucket of the catalogue. */
    public void createStreams() {
        StreamCatalogue.STREAMS.forEach(this::create);
        long ttl = StreamCatalogue.LEASE_TTL.toNanos();
        ObjectNode leases = stream("KV_" + StreamCatalogue.LEASES)
                .put("retention", "limits")
                .put("discard", "new")
                .put("max_age", ttl)
                .put("max_msgs_per_subject", 1)
                .put("duplicate_window", ttl)
                .put("allow_rollup_hdrs", true)
                .put("deny_delete", true)
                .put("allow_msg_ttl", true)
                .put("subject_delete_marker_ttl", Duration.ofMinutes(1).toNanos());
        leases.putArray("subjects").add("$KV." + StreamCatalogue.LEASES + ".>");
        await(api.call(ApiSubjects.streamCreate("KV_" + StreamCatalogue.LEASES), leases));
    }

    private void create(StreamDefinition definition) {
        ObjectNode config = stream(definition.name())
                .put("retention", definition.workQueue() ? "workqueue" : "limits")
                .put("discard", definition.discardNew() ? "new" : "old")
                .put("max_bytes", definition.maxBytes())
                .put("max_age", definition.maxAge().toNanos())
                .put("duplicate_window", definition.duplicateWindow().toNanos());
        definition.subjects().forEach(config.putArray("subjects")::add);
        definition
                .republish()
                .ifPresent(to ->
                        config.putObject("republish").put("src", to.source()).put("dest", to.destination()));
        await(api.call(ApiSubjects.streamCreate(definition.name()), config));
    }

    private static ObjectNode stream(String name) {
        return Json.mapper()
                .createObjectNode()
                .put("name", name)
                .put("storage", "file")
                .put("num_replicas", 1)
                .put("allow_direct", true);
    }

    /** The broker loses all logs: the stream is deleted and made again. */
    public void loseLogs() {
        await(api.call("$JS.API.STREAM.DELETE." + StreamCatalogue.RUNS.name()));
        create(StreamCatalogue.RUNS);
        last.clear();
    }

    /** Appends a record behind the last one of its run. */
    public void append(int partition, RunRecord record) {
        AppendOutcome outcome = await(log.append(partition, record, last.getOrDefault(record.run(), 0L)));
        assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
        last.put(record.run(), ((AppendOutcome.Appended) outcome).streamSequence());
    }

    /** Stores a message on a run's subject that is no record. */
    public void appendNoRecord(int partition, String run, String body) {
        JsonNode ack = await(api.store(CoreSubjects.run(partition, run), new Headers(), body.getBytes(UTF_8)));
        last.put(run, ack.path("seq").asLong());
    }

    /** Waits until the server answers again. */
    public void awaitServer() {
        Awaitility.await()
                .atMost(PATIENCE.multipliedBy(3))
                .ignoreExceptions()
                .until(() -> log.state().await().atMost(PATIENCE).lastSequence() >= 0);
    }

    /** Appends behind what the log of a run ends with now, not behind what was appended last. */
    public void readEnd(int partition, String run) {
        awaitServer();
        last.put(run, await(log.last(partition, run)).orElseThrow().streamSequence());
    }

    /** Deletes a run's log except its last record, as dispatch does a while after the end. */
    public void purge(int partition, String run) {
        await(log.purgeKeepingLast(partition, run));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }

    @Override
    public void close() {
        nats.close();
    }
}
