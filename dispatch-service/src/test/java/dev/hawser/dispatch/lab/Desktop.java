package dev.hawser.dispatch.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.contract.work.AgentPath;
import dev.hawser.contract.work.HeldAnswer;
import dev.hawser.contract.work.HeldQuery;
import dev.hawser.contract.work.RunFence;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHost;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import io.nats.client.impl.Headers;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A desktop on the far side: a real tunnel host with just a link's rights, whose answers the test decides. */
public final class Desktop implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int MAX_BODY = 4 * 1024 * 1024;

    private final String link;
    private final NatsConnectionHolder connection;
    private final TunnelHost host;
    private final BlockingQueue<WorkItem> items = new LinkedBlockingQueue<>();
    private final Set<RunFence> held = ConcurrentHashMap.newKeySet();
    private final List<RunFence> cancelled = new CopyOnWriteArrayList<>();
    private volatile Function<WorkItem, TunnelResponse> work = item -> TunnelResponse.of(202);

    private Desktop(String link) {
        this.link = link;
        this.connection = Links.agent(link);
        this.host = TunnelHost.serve(connection, link, this::handle);
        assertThat(connection.confirm()).isTrue();
    }

    /** Connects a desktop and serves its link. */
    public static Desktop online(String link) {
        return new Desktop(link);
    }

    /** What this desktop answers to work from now on. */
    public void answerWork(Function<WorkItem, TunnelResponse> answer) {
        work = answer;
    }

    /** This attempt is held here when somebody asks. */
    public void hold(RunFence attempt) {
        held.add(attempt);
    }

    /** The next work item that arrives. */
    public WorkItem nextItem() {
        try {
            WorkItem item = items.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (item == null) {
                throw new AssertionError("no work item within " + PATIENCE);
            }
            return item;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** How many items have arrived and were not taken by {@link #nextItem()}. */
    public int waitingItems() {
        return items.size();
    }

    /** The attempts that this desktop was told to stop. */
    public List<RunFence> cancelled() {
        return List.copyOf(cancelled);
    }

    /** Sends one record. */
    public RpcReply ingest(String run, long fence, long seq, RecordKind kind, String body) {
        return ingestAt(RpcVerb.INGEST.text(), record(run, fence, seq, kind), body.getBytes(UTF_8));
    }

    /** Sends chunks: one text delta. */
    public RpcReply chunk(WorkItem item, long seq) {
        return chunk(item.runId(), item.fence(), seq);
    }

    /** Sends chunks: one text delta. */
    public RpcReply chunk(String run, long fence, long seq) {
        return ingest(
                run,
                fence,
                seq,
                RecordKind.CHUNKS,
                "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"" + seq + "\"}\n");
    }

    /** Sends a successful end. */
    public RpcReply end(WorkItem item, long seq) {
        return ingest(item.runId(), item.fence(), seq, RecordKind.END, "{\"outcome\":\"succeeded\"}");
    }

    /** Sends one record to a token of the verb's subject. */
    public RpcReply ingestAt(String token, Headers headers, byte[] body) {
        return request(token, headers, body);
    }

    /** Sends one request with a JSON body. */
    public RpcReply call(RpcVerb verb, Object body) {
        return request(verb.text(), new Headers(), Json.bytes(body));
    }

    /** The headers of a record. */
    public static Headers record(String run, long fence, long seq, RecordKind kind) {
        return new Headers()
                .put(RecordHeader.RUN, run)
                .put(RecordHeader.KIND, kind.text())
                .put(RecordHeader.FENCE, Long.toString(fence))
                .put(RecordHeader.SEQ, Long.toString(seq));
    }

    /** The connection, for what no well-behaved agent does. */
    public NatsConnectionHolder connection() {
        return connection;
    }

    @Override
    public void close() {
        host.close(Duration.ZERO);
        connection.close();
    }

    private RpcReply request(String token, Headers headers, byte[] body) {
        return RpcReply.of(connection
                .request(new LinkSubjects(link).rpc(token), headers, body, PATIENCE)
                .await()
                .atMost(PATIENCE.plusSeconds(1)));
    }

    private Uni<TunnelResponse> handle(TunnelExchange exchange) {
        return exchange.body().bytes(MAX_BODY).map(body -> switch (exchange.target()) {
            case AgentPath.WORK -> accept(Json.read(body, WorkItem.class));
            case AgentPath.HELD -> TunnelResponse.json(200, Json.bytes(held(Json.read(body, HeldQuery.class))));
            case AgentPath.CANCEL -> {
                cancelled.add(Json.read(body, RunFence.class));
                yield TunnelResponse.of(202);
            }
            default -> TunnelResponse.of(404);
        });
    }

    private TunnelResponse accept(WorkItem item) {
        TunnelResponse answer = work.apply(item);
        items.add(item);
        return answer;
    }

    private HeldAnswer held(HeldQuery query) {
        return new HeldAnswer(query.runs().stream()
                .map(attempt -> new HeldAnswer.Held(attempt.runId(), attempt.fence(), held.contains(attempt)))
                .toList());
    }
}
