package dev.hawser.jetstream.catalogue;

import static dev.hawser.jetstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.limit.Limits;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.support.TestBroker;
import dev.hawser.jetstream.support.TestPod;
import io.smallrye.mutiny.Uni;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {

    @TempDir
    Path folder;

    private TestBroker broker;
    private TestPod dispatch;
    private TestPod gateway;

    @BeforeEach
    void start() {
        broker = new TestBroker(folder);
        dispatch = broker.pod("dispatch", "dispatch-1");
        gateway = broker.pod("gateway", "gateway-1");
    }

    @AfterEach
    void stop() {
        dispatch.close();
        gateway.close();
        broker.close();
    }

    @Test
    void applyingTwiceLeavesEveryStreamAsTheCatalogueSays() {
        TestCatalogue.apply(dispatch);
        JsonNode first = info(StreamCatalogue.RUNS.name());
        TestCatalogue.apply(dispatch);

        JsonNode again = info(StreamCatalogue.RUNS.name());
        assertThat(again.path("created")).isEqualTo(first.path("created"));
        assertThat(again.path("config")).isEqualTo(first.path("config"));
        assertThat(again.at("/config/republish/dest").asText()).isEqualTo("hw.live.>");
        assertThat(again.at("/config/allow_direct").asBoolean()).isTrue();
        assertThat(again.at("/config/discard").asText()).isEqualTo("new");
        assertThat(info("KV_hw_leases").at("/config/subject_delete_marker_ttl").asLong())
                .isPositive();
        assertThat(await(TestCatalogue.check(gateway).problems())).isEmpty();
    }

    @Test
    void aStreamThatSomebodyChangedIsReportedAndPutRight() {
        TestCatalogue.apply(dispatch);
        ObjectNode config = (ObjectNode) info(StreamCatalogue.RUNS.name()).path("config");
        config.put("discard", "old").remove("republish");
        await(dispatch.api().call(ApiSubjects.streamUpdate(StreamCatalogue.RUNS.name()), config));

        assertThat(await(TestCatalogue.check(gateway).problems()))
                .anyMatch(problem -> problem.contains("HW_RUNS: discard is old"))
                .anyMatch(problem -> problem.contains("republish"));

        TestCatalogue.apply(dispatch);
        assertThat(await(TestCatalogue.check(gateway).problems())).isEmpty();
    }

    @Test
    void aServiceWaitsUntilDispatchHasAppliedTheCatalogue() {
        Uni<Void> wait = TestCatalogue.check(gateway).await();
        var waiting = wait.subscribeAsCompletionStage();
        assertThat(await(TestCatalogue.check(gateway).problems())).hasSize(4);
        assertThat(waiting).isNotDone();

        TestCatalogue.apply(dispatch);

        assertThat(waiting).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void theSizesOfTheStreamsCanBeChanged() {
        TestCatalogue.apply(dispatch, Limits.RUNS_STREAM_BYTES);

        TestCatalogue.apply(dispatch, 1024 * 1024);

        assertThat(info(StreamCatalogue.RUNS.name()).at("/config/max_bytes").asLong())
                .isEqualTo(1024 * 1024);
    }

    private JsonNode info(String stream) {
        return await(dispatch.api().call(ApiSubjects.streamInfo(stream)));
    }
}
