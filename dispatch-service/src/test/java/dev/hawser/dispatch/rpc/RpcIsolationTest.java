package dev.hawser.dispatch.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.rpc.Heartbeat;
import dev.hawser.contract.rpc.Release;
import dev.hawser.contract.rpc.RpcVerb;
import dev.hawser.contract.rpc.Sync;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Scene;
import dev.hawser.tunnel.connection.NatsRequestException;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What each verb does for a link that the run does not belong to: of the same owner, of another one in the tenant, of another
 * tenant. A verb that is not here fails.
 */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class RpcIsolationTest extends Scene {

    /** What a verb answers about a run and a fence, in one word. */
    private interface Question {
        String ask(Desktop desktop, String run, long fence);
    }

    private static final Map<RpcVerb, Question> VERBS = Map.of(
            RpcVerb.INGEST,
            (desktop, run, fence) -> desktop.chunk(run, fence, 1).code().text(),
            RpcVerb.HEARTBEAT,
            (desktop, run, fence) -> Json.read(
                            desktop.call(
                                            RpcVerb.HEARTBEAT,
                                            new Heartbeat(
                                                    List.of(new Heartbeat.RunProgress(run, fence, 0)),
                                                    1,
                                                    Optional.empty()))
                                    .body()
                                    .bytes(),
                            Heartbeat.Answer.class)
                    .runs()
                    .getFirst()
                    .state(),
            RpcVerb.SYNC,
            (desktop, run, fence) -> Json.read(
                            desktop.call(RpcVerb.SYNC, new Sync(List.of(new Heartbeat.RunProgress(run, fence, 0))))
                                    .body()
                                    .bytes(),
                            Sync.Answer.class)
                    .runs()
                    .getFirst()
                    .code()
                    .orElseThrow(),
            RpcVerb.RELEASE,
            (desktop, run, fence) -> desktop.call(
                            RpcVerb.RELEASE,
                            new Release(run, fence, RunErrorCode.RUNNER_RESTARTED.text(), Optional.empty()))
                    .code()
                    .text());

    @ParameterizedTest
    @EnumSource(RpcVerb.class)
    @DisplayName("I8: a verb about a run of another link changes nothing and tells nothing")
    void aVerbAboutARunOfAnotherLinkDoesNothing(RpcVerb verb) {
        Question question = VERBS.get(verb);
        if (question == null) {
            assertNobodyAnswers(verb);
            return;
        }
        WorkItem item = started();
        String before = row(item);
        for (String link :
                List.of(lab.link(owner), lab.linkOfNeighbour(owner), lab.owner().link())) {
            try (Desktop other = Desktop.online(link)) {
                assertThat(question.ask(other, item.runId(), item.fence())).isEqualTo(RpcCode.NOT_YOURS.text());
                assertThat(question.ask(other, item.runId(), item.fence() + 1)).isEqualTo(RpcCode.NOT_YOURS.text());
                assertThat(question.ask(other, Ids.next(IdPrefix.RUN), 1))
                        .as("design 03 has ingest tell a run that is gone, for good, from one of another link")
                        .isEqualTo((verb == RpcVerb.INGEST ? RpcCode.NOT_FOUND : RpcCode.NOT_YOURS).text());
            }
        }
        assertThat(row(item)).isEqualTo(before);
        assertThat(desktop.chunk(item, 1).code()).as("its own link goes on").isEqualTo(RpcCode.OK);
    }

    @Test
    @DisplayName("I8: ending a run is for services, and no agent reaches it")
    void anAgentCannotEndARunByAnIntent() {
        WorkItem item = started();
        String before = row(item);

        assertNobodyAnswers(RpcVerb.END);

        assertThat(row(item)).isEqualTo(before);
    }

    private void assertNobodyAnswers(RpcVerb verb) {
        assertThatThrownBy(() -> desktop.call(verb, Map.of())).isInstanceOf(NatsRequestException.class);
    }

    /** All of the run's row that an agent might change, but for its lease, which its own desktop renews. */
    private String row(WorkItem item) {
        return lab.sql("""
                        SELECT concat_ws(' ', state, fence, attempt, link, durable_seq, cancel_requested_at, end_intent,
                                         error_code, finished_at)
                          FROM runs WHERE id = $1
                        """, item.runId()).iterator().next().getString(0);
    }
}
