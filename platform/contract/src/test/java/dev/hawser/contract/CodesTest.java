package dev.hawser.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.contract.error.RpcCode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.event.EventType;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.jetstream.StreamDefinition;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.rpc.RpcVerb;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Codes are contract: one may be added, none may change or go. */
class CodesTest {

    @Test
    void theCodesOfHttpRefusals() {
        assertThat(Stream.of(ProblemCode.values()).map(code -> code.status() + " " + code.text()))
                .containsExactlyInAnyOrder(
                        "400 malformed",
                        "400 invalid",
                        "400 empty_message",
                        "401 unauthenticated",
                        "403 forbidden",
                        "403 link_revoked",
                        "404 not_found",
                        "405 method_not_allowed",
                        "406 not_acceptable",
                        "409 message_conflict",
                        "409 not_queued",
                        "409 not_over",
                        "409 superseded",
                        "409 in_use",
                        "413 too_large",
                        "415 unsupported_media_type",
                        "429 limit_reached",
                        "429 rate_limited",
                        "500 internal",
                        "404 unknown_upstream",
                        "403 upstream_forbidden",
                        "502 upstream_unreachable",
                        "502 upstream_failed",
                        "502 peer_lost",
                        "502 reset",
                        "502 protocol_error",
                        "503 link_offline",
                        "503 refused",
                        "503 unavailable",
                        "503 tunnel_disabled",
                        "504 open_timeout",
                        "504 deadline",
                        "504 idle_timeout");
        assertThat(ProblemCode.values())
                .allSatisfy(code -> assertThat(code.title()).endsWith(".").doesNotContain("\n"));
    }

    @Test
    void theReasonsOfFailedRuns() {
        assertThat(Stream.of(RunErrorCode.values()).map(RunErrorCode::text))
                .containsExactlyInAnyOrder(
                        "link_offline",
                        "no_target",
                        "refused",
                        "unknown_harness",
                        "harness_failed",
                        "bad_harness_output",
                        "harness_timeout",
                        "chunk_too_large",
                        "outbox_full",
                        "runner_restarted",
                        "attempts_exhausted",
                        "no_progress",
                        "deadline",
                        "empty",
                        "poisoned",
                        "rejected");
    }

    @Test
    void theAnswersToAgents() {
        assertThat(Stream.of(RpcCode.values()).map(code -> code.status() + " " + code.text()))
                .containsExactlyInAnyOrder(
                        "200 ok",
                        "400 malformed",
                        "403 not_yours",
                        "404 not_found",
                        "409 fenced",
                        "409 gap",
                        "409 busy",
                        "410 ended",
                        "413 too_large",
                        "503 overloaded",
                        "503 unavailable");
        assertThat(RpcCode.values())
                .allSatisfy(code -> assertThat(RpcCode.of(code.text())).isEqualTo(code));
    }

    @Test
    void anAnswerThatOnlyANewerServiceKnowsIsTriedAgain() {
        assertThat(RpcCode.of("on_the_moon")).isEqualTo(RpcCode.UNAVAILABLE);
        assertThat(RpcCode.of("")).isEqualTo(RpcCode.UNAVAILABLE);
    }

    @Test
    void theVerbsOfAgents() {
        assertThat(Stream.of(RpcVerb.values()).map(RpcVerb::text))
                .containsExactlyInAnyOrder(
                        "ingest",
                        "heartbeat",
                        "pull",
                        "sync",
                        "release",
                        "end",
                        "claim",
                        "mail-send",
                        "mail-pull",
                        "mail-ack");
        assertThat(RpcVerb.INGEST.textOf("dispatch-0")).isEqualTo("ingest-dispatch-0");
    }

    @Test
    void theTypesOfEvents() {
        assertThat(Stream.of(EventType.values()).map(EventType::text))
                .containsExactlyInAnyOrder(
                        "thread.created",
                        "thread.updated",
                        "thread.deleted",
                        "run.queued",
                        "run.offered",
                        "run.started",
                        "run.step",
                        "run.settled",
                        "message.settled",
                        "link.online",
                        "link.offline",
                        "link.updated",
                        "link.revoked",
                        "mail.received");
    }

    @Test
    void theStreamsOfJetStreamAreThoseOfTheGoldenFile() {
        Golden.holds(
                "streams.json", StreamCatalogue.STREAMS.toArray(StreamDefinition[]::new), StreamDefinition[].class);
        assertThat(StreamCatalogue.LEASES).isEqualTo("hw_leases");
        assertThat(StreamCatalogue.commandConsumer(7)).isEqualTo("intake-7");
    }

    @Test
    void theLogOfRunsRefusesWhatDoesNotFitAndRepublishesWhatItStores() {
        StreamDefinition runs = StreamCatalogue.RUNS;

        assertThat(runs.discardNew()).isTrue();
        assertThat(runs.workQueue()).isFalse();
        assertThat(Json.text(List.of(runs.republish()))).contains("hw.run.>", "hw.live.>");
    }
}
