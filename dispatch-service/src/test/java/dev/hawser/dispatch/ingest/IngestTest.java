package dev.hawser.dispatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.notice.DurableNotice;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.RecordHeader;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.RpcReply;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.dispatch.run.RunRow;
import dev.hawser.dispatch.run.RunState;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class IngestTest extends Scene {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void recordsAreAppendedInTheirOrderAndChained() {
        WorkItem item = started();

        assertThat(desktop.chunk(item, 1).ingested().acked()).isEqualTo(1);
        assertThat(desktop.chunk(item, 2).ingested().acked()).isEqualTo(2);
        assertThat(desktop.end(item, 3).ingested().acked()).isEqualTo(3);

        RunRow run = lab.awaitState(item.runId(), RunState.SETTLING);
        List<RunRecord> log = lab.log(run);
        assertThat(log)
                .extracting(RunRecord::kind)
                .containsExactly(RecordKind.CLAIM, RecordKind.CHUNKS, RecordKind.CHUNKS, RecordKind.END);
        assertThat(log).extracting(RunRecord::seq).containsExactly(1L, 1L, 2L, 3L);
        assertChained(log);
    }

    @Test
    void aReplayedRecordIsAcknowledgedAndNotStoredAgain() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        desktop.chunk(item, 2);

        RpcReply replay = desktop.chunk(item, 1);

        assertThat(replay.code()).isEqualTo(RpcCode.OK);
        assertThat(replay.ingested().acked()).isEqualTo(2);
        assertThat(lab.log(lab.run(item.runId()))).hasSize(3);
    }

    @Test
    void aRecordBehindAHoleIsRefusedWithWhatIsExpected() {
        WorkItem item = started();
        desktop.chunk(item, 1);

        RpcReply gap = desktop.chunk(item, 3);

        assertThat(gap.code()).isEqualTo(RpcCode.GAP);
        assertThat(gap.status()).isEqualTo(409);
        assertThat(gap.error().expected()).contains(2L);
    }

    @Test
    void theEndIsAcknowledgedAgainAndNothingFollowsIt() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        desktop.end(item, 2);

        assertThat(desktop.end(item, 2).code()).isEqualTo(RpcCode.OK);
        assertThat(desktop.chunk(item, 2).code()).isEqualTo(RpcCode.ENDED);
        assertThat(desktop.chunk(item, 3).code()).isEqualTo(RpcCode.ENDED);
        lab.settle(item.runId(), RunState.SUCCEEDED);

        assertThat(desktop.chunk(item, 3).code()).isEqualTo(RpcCode.ENDED);
        assertThat(lab.log(lab.run(item.runId()))).hasSize(3);
    }

    @Test
    void theRunOfAnotherLinkIsNotYours() {
        WorkItem item = started();
        try (Desktop stranger = Desktop.online(lab.owner().link())) {

            RpcReply reply = stranger.chunk(item, 1);

            assertThat(reply.code()).isEqualTo(RpcCode.NOT_YOURS);
            assertThat(reply.status()).isEqualTo(403);
        }
        assertThat(lab.log(lab.run(item.runId()))).hasSize(1);
    }

    @Test
    void aRunThatDoesNotExistIsNotFound() {
        assertThat(desktop.chunk("run_00000000000000000000000000", 1, 1).code()).isEqualTo(RpcCode.NOT_FOUND);
    }

    @Test
    void anOlderFenceIsRefused() {
        WorkItem item = started();
        desktop.call(RpcVerb.RELEASE, new Release(item.runId(), item.fence(), "runner_restarted", Optional.empty()));
        WorkItem newer = desktop.nextItem();

        assertThat(desktop.chunk(item, 1).code()).isEqualTo(RpcCode.FENCED);
        assertThat(desktop.chunk(newer, 1).code()).isEqualTo(RpcCode.OK);
    }

    @Test
    void aNewerClaimInTheLogCutsOffTheHolderThatThisPodStillKnows() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        RunRow run = lab.run(item.runId());
        RunRecord last = lab.log(run).getLast();
        lab.sql("UPDATE runs SET fence = 2, attempt_from = 2 WHERE id = $1", item.runId());
        lab.append(run, claim(run, last.chain(), 2, 2), lab.lastSequence(run));

        RpcReply late = desktop.chunk(item, 2);

        assertThat(late.code()).isEqualTo(RpcCode.FENCED);
        assertThat(lab.log(run))
                .extracting(RunRecord::kind)
                .containsExactly(RecordKind.CLAIM, RecordKind.CHUNKS, RecordKind.CLAIM);
    }

    @Test
    void aClaimWhoseRecordIsMissingIsAppendedByWhoeverIngests() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        lab.sql("UPDATE runs SET fence = 2, attempt_from = 1 WHERE id = $1", item.runId());

        RpcReply reply = desktop.chunk(item.runId(), 2, 2);

        assertThat(reply.ingested().acked()).isEqualTo(2);
        List<RunRecord> log = lab.log(lab.run(item.runId()));
        assertThat(log).extracting(RunRecord::fence).containsExactly(1L, 1L, 2L, 2L);
        ClaimBody claim = Json.read(log.get(2).body().bytes(), ClaimBody.class);
        assertThat(claim.from()).isEqualTo(2);
        assertThat(lab.run(item.runId()).holder().from()).isEqualTo(2);
        assertChained(log);
    }

    @Test
    void aLogThatWasLostIsOpenedAgainByAClaimBehindWhatIsDurable() {
        WorkItem item = started();
        for (long seq = 1; seq <= 4; seq++) {
            desktop.chunk(item, seq);
        }
        RunRow run = lab.run(item.runId());
        lab.sql("UPDATE runs SET durable_seq = 2 WHERE id = $1", item.runId());
        lab.loseLog(run);

        RpcReply reply = desktop.chunk(item, 5);

        assertThat(reply.code()).isEqualTo(RpcCode.GAP);
        assertThat(reply.error().expected()).contains(3L);
        RunRecord claim = lab.log(run).getFirst();
        assertThat(Json.read(claim.body().bytes(), ClaimBody.class).base()).isEqualTo(2);
        assertThat(claim.seq()).isEqualTo(3);
        assertThat(claim.follows(Chain.START)).isTrue();
        assertThat(desktop.chunk(item, 3).ingested().acked()).isEqualTo(3);
    }

    @Test
    void aHeartbeatTellsWhatALogThatIsTooShortExpects() {
        WorkItem item = started();
        desktop.chunk(item, 1);

        RpcReply reply = desktop.call(
                RpcVerb.HEARTBEAT,
                new Heartbeat(List.of(new Heartbeat.RunProgress(item.runId(), item.fence(), 7)), 0, Optional.empty()));

        Heartbeat.Answer answer = Json.read(reply.body().bytes(), Heartbeat.Answer.class);
        assertThat(answer.runs().getFirst().expected()).contains(2L);
    }

    @Test
    void aFragmentKeepsItsPlace() {
        WorkItem item = started();
        var headers =
                Desktop.record(item.runId(), item.fence(), 1, RecordKind.CHUNKS).put(RecordHeader.FRAGMENT, "1/2");

        desktop.ingestAt(RpcVerb.INGEST.text(), headers, "{\"type\":\"tex".getBytes(UTF_8));

        assertThat(lab.log(lab.run(item.runId()))
                        .getLast()
                        .fragment()
                        .orElseThrow()
                        .text())
                .isEqualTo("1/2");
    }

    @Test
    void theNextRecordMayGoToThePodThatAnswered() {
        WorkItem item = started();
        String pod = desktop.chunk(item, 1).pod();

        RpcReply reply = desktop.ingestAt(
                RpcVerb.INGEST.textOf(pod),
                Desktop.record(item.runId(), item.fence(), 2, RecordKind.CHUNKS),
                "{\"type\":\"finish\"}".getBytes(UTF_8));

        assertThat(reply.ingested().acked()).isEqualTo(2);
        assertThat(reply.pod()).isEqualTo(pod);
    }

    @Test
    void answersTellWhatIsDurable() {
        WorkItem item = started();
        desktop.chunk(item, 1);
        RunRow run = lab.run(item.runId());

        lab.core()
                .publish(
                        CoreSubjects.durableNotice(run.key().partition()),
                        Json.bytes(new DurableNotice(List.of(new DurableNotice.Mark(item.runId(), 1)))));

        await().atMost(PATIENCE).until(() -> desktop.chunk(item, 1).ingested().durable() == 1);
    }

    @Test
    void durableMarksAreReadFromTheRowWhenTheirNoticeIsLost() {
        WorkItem item = started();
        desktop.chunk(item, 1);

        lab.sql("UPDATE runs SET durable_seq = 1 WHERE id = $1", item.runId());

        await().atMost(PATIENCE).until(() -> desktop.chunk(item, 1).ingested().durable() == 1);
    }

    private static RunRecord claim(RunRow run, Chain previous, long fence, long from) {
        var body = new ClaimBody(2, from, 0, "", Optional.empty(), "other-pod");
        return RunRecord.following(
                previous, run.id(), RecordKind.CLAIM, fence, from, Optional.empty(), Body.of(Json.bytes(body)));
    }

    private static void assertChained(List<RunRecord> log) {
        Chain chain = Chain.START;
        for (RunRecord record : log) {
            assertThat(record.follows(chain)).as("chain at %s", record.id()).isTrue();
            chain = record.chain();
        }
    }
}
