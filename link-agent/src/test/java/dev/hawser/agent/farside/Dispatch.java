package dev.hawser.agent.farside;

import dev.hawser.agent.outbox.LaneEnd;
import dev.hawser.agent.outbox.LogModel;
import dev.hawser.agent.outbox.SendOutcome;
import dev.hawser.agent.outbox.StoredRecord;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.IngestAnswer;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.rpc.RpcError;
import dev.hawser.contract.rpc.RpcHeader;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.rpc.Sync;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.tunnel.TunnelClient;
import dev.hawser.tunnel.TunnelIdentitySource;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelPrincipal;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsCredentials;
import dev.hawser.tunnel.identity.IdentitySigner;
import dev.hawser.tunnel.identity.SigningKeys;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The far side of a linked agent: pushes work through a real tunnel, keeps logs, answers heartbeats. */
public final class Dispatch implements AutoCloseable {

    private static final String POD = "pod-1";

    private static final TunnelPrincipal SELF = TunnelPrincipal.service("dispatch");

    private final String link;
    private final NatsConnectionHolder connections;
    private final TunnelClient tunnel;
    private final Map<String, Claimed> runs = new ConcurrentHashMap<>();
    private final List<Heartbeat> heartbeats = new CopyOnWriteArrayList<>();
    private final List<Release> releases = new CopyOnWriteArrayList<>();
    private final List<String> ingestSubjects = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile boolean projecting = true;
    private volatile boolean endedForAll;
    private volatile boolean overloaded;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile @Nullable String cancelRequested;

    /** The newest claim of a run. */
    private record Claimed(long fence, LogModel log) {}

    /** What an agent answered through the tunnel. */
    public record Answer(int status, Body body) {}

    public Dispatch(URI nats, Path credentials, SigningKeys keys, String link) {
        this.link = link;
        this.connections = NatsConnectionHolder.connect(
                NatsConnectionOptions.service(nats.toString(), "dispatch", NatsCredentials.file(credentials))
                        .withInboxPrefix("_INBOX.dispatch."));
        this.tunnel = tunnel(IdentitySigner.with(keys, SELF, InstantSource.system()));
        answer(RpcVerb.INGEST.text(), this::ingest);
        answer(RpcVerb.INGEST.textOf(POD), this::ingest);
        answer(RpcVerb.HEARTBEAT.text(), this::heartbeat);
        answer(RpcVerb.SYNC.text(), this::sync);
        answer(RpcVerb.RELEASE.text(), this::release);
    }

    /** Another caller on the same connection, which proves itself otherwise. */
    public TunnelClient tunnel(TunnelIdentitySource identity) {
        return TunnelClient.over(connections, TunnelOptions.defaults().withIdentity(identity));
    }

    /** A caller on the same connection that does not say who asks. */
    public TunnelClient silentTunnel() {
        return TunnelClient.over(connections);
    }

    /** Claims the run for this item's fence and posts it. */
    public Answer push(WorkItem item) {
        runs.put(item.runId(), new Claimed(item.fence(), new LogModel(item.fence(), item.nextSeq())));
        return post(AgentPath.WORK, item);
    }

    /** Posts a body and waits for the answer. */
    public Answer post(String path, Object body) {
        return send(TunnelRequest.postJson(path, Json.bytes(body)));
    }

    /** Sends a request and waits for the answer. */
    public Answer send(TunnelRequest request) {
        TunnelResponse response = tunnel.send(link, request.withDeadline(Duration.ofSeconds(10)))
                .await()
                .indefinitely();
        byte[] body = response.bytes(1024 * 1024).await().indefinitely();
        return new Answer(response.status(), Body.of(body));
    }

    public LogModel log(String run) {
        return Objects.requireNonNull(runs.get(run)).log();
    }

    /** Nobody answers any more, or again. */
    public void silent(boolean now) {
        silent = now;
    }

    /** Whether what arrives is stored for good, and ended runs are settled. */
    public void projecting(boolean now) {
        projecting = now;
    }

    /** Whether the services say of every run, after a reconnect, that it has ended. */
    public void endedForAll(boolean now) {
        endedForAll = now;
    }

    /** Whether the logs have no room. */
    public void overloaded(boolean now) {
        overloaded = now;
    }

    /** How many records were refused because there was no room. */
    public int refusals() {
        return refusals.get();
    }

    /** Asks for a cancel in the next heartbeat's answer. */
    public void requestCancel(String run) {
        cancelRequested = run;
    }

    public List<Heartbeat> heartbeats() {
        return List.copyOf(heartbeats);
    }

    public List<Release> releases() {
        return List.copyOf(releases);
    }

    public List<String> ingestSubjects() {
        return List.copyOf(ingestSubjects);
    }

    public boolean awaitConnected() throws InterruptedException {
        return connections.awaitConnected(Duration.ofSeconds(10));
    }

    @Override
    public void close() {
        tunnel.close();
        connections.close();
    }

    private record Reply(RpcCode code, Object body) {}

    private void answer(String verb, Function<Message, Reply> handler) {
        var _ = connections.subscribe(LinkSubjects.rpcOfAll(verb), null, message -> {
            if (silent) {
                return;
            }
            Reply reply = handler.apply(message);
            var headers = new Headers()
                    .put(RpcHeader.STATUS, Integer.toString(reply.code().status()))
                    .put(RpcHeader.CODE, reply.code().text())
                    .put(RpcHeader.POD, POD);
            connections.publish(message.getReplyTo(), null, headers, Json.bytes(reply.body()));
        });
    }

    private Reply ingest(Message message) {
        ingestSubjects.add(message.getSubject());
        Headers headers = message.getHeaders();
        Claimed claimed = runs.get(header(headers, RecordHeader.RUN));
        if (claimed == null) {
            return refused(RpcCode.NOT_YOURS, Optional.empty());
        }
        if (overloaded) {
            refusals.incrementAndGet();
            return new Reply(
                    RpcCode.OVERLOADED,
                    new RpcError(RpcCode.OVERLOADED.text(), "full", Optional.of(50L), Optional.empty()));
        }
        var stored = new StoredRecord(
                Long.parseLong(header(headers, RecordHeader.SEQ)),
                RecordKind.of(header(headers, RecordHeader.KIND)),
                Optional.ofNullable(headers.getFirst(RecordHeader.FRAGMENT)).map(Fragment::parse),
                Body.of(message.getData()));
        SendOutcome outcome = claimed.log().append(Long.parseLong(header(headers, RecordHeader.FENCE)), stored);
        if (projecting) {
            claimed.log().makeDurable(claimed.log().lastSeq());
        }
        return switch (outcome) {
            case SendOutcome.Acked(long acked, long durable) -> new Reply(RpcCode.OK, new IngestAnswer(acked, durable));
            case SendOutcome.Gap(long expected) -> refused(RpcCode.GAP, Optional.of(expected));
            case SendOutcome.Later later -> refused(RpcCode.UNAVAILABLE, Optional.empty());
            case SendOutcome.Over(LaneEnd end) ->
                refused(end == LaneEnd.ENDED ? RpcCode.ENDED : RpcCode.FENCED, Optional.empty());
        };
    }

    private static String header(Headers headers, String name) {
        return Objects.requireNonNull(headers.getFirst(name), name);
    }

    private Reply heartbeat(Message message) {
        Heartbeat heartbeat = Json.read(message.getData(), Heartbeat.class);
        heartbeats.add(heartbeat);
        List<Heartbeat.RunState> states = heartbeat.runs().stream()
                .map(run -> new Heartbeat.RunState(
                        run.runId(),
                        state(run),
                        Optional.empty(),
                        durable(run.runId()),
                        expected(run),
                        run.runId().equals(cancelRequested)))
                .toList();
        return new Reply(RpcCode.OK, new Heartbeat.Answer(states, Instant.now()));
    }

    private String state(Heartbeat.RunProgress run) {
        Claimed claimed = runs.get(run.runId());
        if (claimed == null) {
            return RpcCode.NOT_YOURS.text();
        }
        if (claimed.fence() != run.fence()) {
            return RpcCode.FENCED.text();
        }
        return claimed.log().ended() && projecting ? "succeeded" : "running";
    }

    private long durable(String run) {
        Claimed claimed = runs.get(run);
        return claimed == null ? 0 : claimed.log().durable();
    }

    private Reply sync(Message message) {
        Sync sync = Json.read(message.getData(), Sync.class);
        return new Reply(
                RpcCode.OK,
                new Sync.Answer(sync.runs().stream().map(this::verdict).toList()));
    }

    private Sync.Verdict verdict(Heartbeat.RunProgress run) {
        boolean over = runs.containsKey(run.runId()) && endedForAll;
        return new Sync.Verdict(
                run.runId(),
                over ? "stop" : "keep",
                over ? Optional.of(RpcCode.ENDED.text()) : Optional.empty(),
                durable(run.runId()),
                expected(run));
    }

    /** What the log lacks of what was acknowledged. */
    private Optional<Long> expected(Heartbeat.RunProgress run) {
        Claimed claimed = runs.get(run.runId());
        return claimed == null || claimed.log().lastSeq() >= run.seq()
                ? Optional.empty()
                : Optional.of(claimed.log().lastSeq() + 1);
    }

    private Reply release(Message message) {
        releases.add(Json.read(message.getData(), Release.class));
        return new Reply(RpcCode.OK, Map.of());
    }

    private static Reply refused(RpcCode code, Optional<Long> expected) {
        return new Reply(code, new RpcError(code.text(), "refused", Optional.empty(), expected));
    }
}
