package dev.hawser.dispatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import dev.hawser.dispatch.claim.ClaimMoves;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.Pods;
import dev.hawser.dispatch.lab.Wiring;
import dev.hawser.dispatch.log.Access;
import dev.hawser.dispatch.log.Appended;
import dev.hawser.dispatch.log.LogEnd;
import dev.hawser.dispatch.log.LogReader;
import dev.hawser.dispatch.log.Reading;
import dev.hawser.dispatch.log.RunLanes;
import dev.hawser.dispatch.log.RunLogs;
import dev.hawser.dispatch.rpc.RpcAnswer;
import dev.hawser.dispatch.rpc.RpcRequest;
import dev.hawser.dispatch.run.RunRepository;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.api.JetStreamErrorException;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.log.StoredRecord;
import io.nats.client.impl.Headers;
import io.nats.client.support.NatsJetStreamConstants;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** One run on a real broker and a real database, and what pods do to it. */
public final class ModelRun {

    private static final int WHOLE_LOG = 2_000;
    private static final String LINK = "lnk_00000000000000000000000001";

    private final Pods pods;
    private final Wiring reader;
    private final String run;
    private final int partition;

    private ModelRun(Pods pods, String run, int partition) {
        this.pods = pods;
        this.reader = pods.start();
        this.run = run;
        this.partition = partition;
    }

    /** A run that somebody else has made. */
    static ModelRun known(Pods pods, String run, int partition) {
        return new ModelRun(pods, run, partition);
    }

    /** A run that is offered for the first time. */
    public ModelRun(Pods pods) {
        this(pods, Ids.next(IdPrefix.THR));
    }

    private ModelRun(Pods pods, String thread) {
        this(pods, Ids.next(IdPrefix.RUN), Partition.of(thread));
        pods.sql("INSERT INTO tenants (id, name) VALUES ('tnt_1', 'Acme') ON CONFLICT DO NOTHING");
        pods.sql("""
                INSERT INTO users (id, tenant, issuer, subject, display) VALUES ('usr_1', 'tnt_1', 'test', 'ann', 'Ann')
                ON CONFLICT DO NOTHING""");
        pods.sql("""
                INSERT INTO links (id, tenant, owner, label) VALUES ($1, 'tnt_1', 'usr_1', 'laptop')
                ON CONFLICT DO NOTHING""", LINK);
        pods.sql("""
                INSERT INTO threads (id, tenant, owner, partition, created_by) VALUES ($1, 'tnt_1', 'usr_1', $2, '{}')
                """, thread, (short) partition);
        pods.sql("""
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, position, deadline_at,
                                  state, offer_until)
                VALUES ($1, 'tnt_1', 'usr_1', $2, $3, 'msg_x', '{"kind":"user","id":"usr_1","display":"Ann"}', 1,
                        now() + interval '1 hour', 'offered', now())
                """, run, thread, (short) partition);
        pods.sql("""
                INSERT INTO offers (run, target, deadline, state)
                VALUES ($1, jsonb_build_object('link', $2::text), now() + interval '1 hour', 'open')
                """, run, LINK);
    }

    /** Its id. */
    String id() {
        return run;
    }

    /** The partition of its subject. */
    int partition() {
        return partition;
    }

    /** The row. */
    public RunRow row() {
        return Lab.wait(reader.get(RunRepository.class).find(run)).orElseThrow();
    }

    /** The log, whole: a replica that lags is asked again until it has the leader's last record. */
    public List<RunRecord> log() {
        long last = end().sequence();
        return await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        this::stored,
                        stored -> last == 0
                                || (!stored.isEmpty() && stored.getLast().streamSequence() >= last))
                .stream()
                .map(StoredRecord::record)
                .toList();
    }

    private List<StoredRecord> stored() {
        return Lab.wait(reader.get(RunLog.class).read(partition, run, 1, WHOLE_LOG)).stream()
                .map(StoredRecord.class::cast)
                .toList();
    }

    /** The end of the log, from the leader. */
    public LogEnd end() {
        return Lab.wait(reader.get(LogReader.class).end(row()));
    }

    /** The runner is gone, and the row is claimed anew; the pod dies before the record. Empty if the run is over. */
    public Optional<RunRow> claimRow(Wiring pod) {
        RunRow row = row();
        RunRepository runs = pod.get(RunRepository.class);
        LogEnd end = Lab.wait(pod.get(LogReader.class).end(row));
        if (end.ended()) {
            Lab.wait(runs.settle(run, row.holder().fence()));
            return Optional.empty();
        }
        Lab.wait(runs.reoffer(run, row.holder().fence(), Duration.ZERO, "lost"));
        return pod.get(ClaimMoves.class).claim(row(), new Reading(row, end).nextSeq());
    }

    /** The claim of a fence gets into the log; the first seq of its attempt. Empty if that fence may not write. */
    public Optional<Long> claimRecord(Wiring pod, long fence) {
        Access access = Lab.wait(
                pod.get(RunLanes.class).inTurn(run, () -> pod.get(RunLogs.class).open(run, fence)));
        return access instanceof Access.Open open
                ? Optional.of(open.open().end().nextSeq())
                : Optional.empty();
    }

    /** Dispatch appends an end under the present fence. */
    public void endByDispatch(Wiring pod) {
        RunLogs logs = pod.get(RunLogs.class);
        long fence = row().holder().fence();
        Lab.wait(pod.get(RunLanes.class)
                .inTurn(
                        run,
                        () -> logs.open(run, fence)
                                .chain(access -> access instanceof Access.Open open
                                        ? logs.append(
                                                open.open(),
                                                new RunLogs.Entry(
                                                        RecordKind.END,
                                                        Optional.empty(),
                                                        Body.of(Json.bytes(EndBody.cancelled()))))
                                        : Uni.createFrom().item(new Appended.Unknown()))));
    }

    /** An agent sends a record to a pod. */
    public Uni<RpcAnswer> ingest(Wiring pod, long fence, long seq, RecordKind kind) {
        Map<String, String> headers = Map.of(
                RecordHeader.RUN, run,
                RecordHeader.KIND, kind.text(),
                RecordHeader.FENCE, Long.toString(fence),
                RecordHeader.SEQ, Long.toString(seq));
        byte[] body = kind == RecordKind.END
                ? Json.bytes(EndBody.succeeded())
                : chunk(fence, seq).getBytes(UTF_8);
        return pod.get(Ingest.class)
                .ingest(new RpcRequest(LINK, headers::get, Body.of(body)))
                .onFailure()
                .recoverWithItem(failure -> RpcAnswer.refused(RpcCode.UNAVAILABLE, failure.getMessage()));
    }

    /** Appends so many records that all expect the same last one, at once; the error codes of those that were refused. */
    Set<Integer> appendAtOnce(int count, long expectedLast) {
        LogEnd end = end();
        Set<Integer> refusals = ConcurrentHashMap.newKeySet();
        List<Uni<JsonNode>> appends = IntStream.range(0, count)
                .mapToObj(i -> append(end, expectedLast, Body.of(chunk(i, i).getBytes(UTF_8)))
                        .onFailure(JetStreamErrorException.class)
                        .recoverWithItem(refused -> {
                            refusals.add(refused.errorCode());
                            return NullNode.getInstance();
                        }))
                .toList();
        Lab.wait(Uni.join().all(appends).andCollectFailures());
        return refusals;
    }

    private Uni<JsonNode> append(LogEnd end, long expectedLast, Body body) {
        RunRecord record = RunRecord.following(
                end.chain(), run, RecordKind.CHUNKS, end.fence(), end.nextSeq(), Optional.empty(), body);
        var headers = new Headers();
        record.headers().forEach(headers::put);
        headers.put(NatsJetStreamConstants.EXPECTED_LAST_SUB_SEQ_HDR, Long.toString(expectedLast));
        return pods.start()
                .get(JetStreamApi.class)
                .store(CoreSubjects.run(partition, run), headers, record.body().bytes());
    }

    /** What an attempt writes at a seq. */
    public static String chunk(long fence, long seq) {
        return "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"" + fence + ':' + seq + "\"}\n";
    }

    /** The broker loses the log; up to this seq it is in Postgres. */
    public void lose(long durable) {
        pods.sql("UPDATE runs SET durable_seq = GREATEST(durable_seq, $2) WHERE id = $1", run, durable);
        Lab.wait(reader.get(JetStreamApi.class)
                .call(
                        ApiSubjects.streamPurge(StreamCatalogue.RUNS.name()),
                        Map.of("filter", CoreSubjects.run(partition, run))));
    }
}
