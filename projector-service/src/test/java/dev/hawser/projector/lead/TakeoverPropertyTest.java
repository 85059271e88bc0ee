package dev.hawser.projector.lead;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.projector.commit.Settlement;
import dev.hawser.projector.fold.Golden;
import dev.hawser.projector.fold.SdkReader;
import dev.hawser.projector.fold.StorableText;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;

/**
 * Leaders that crash at any point, logs that lose their end or everything, attempts that are given up: what is stored in
 * the end is what one leader would have stored that nothing ever happened to.
 */
class TakeoverPropertyTest {

    private static final List<Golden> GOLDENS = Golden.readable(SdkReader.AI_7);
    private static final LeadConfig CONFIG = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(LeadConfig.class)
            .withDefaultValues(settings())
            .build()
            .getConfigMapping(LeadConfig.class);

    private static final int MANY_TURNS = 20_000;

    @Property(tries = 300)
    @Label(
            "decocms-runs W14, W15: whatever happens to leaders and logs, the stored messages are those of an uninterrupted fold")
    void whateverHappensToLeadersAndLogsTheStoredMessagesAreThoseOfAnUninterruptedFold(@ForAll long seed) {
        var random = new Random(seed);
        var log = new SimulatedLog();
        List<SimulatedRun> runs = Stream.generate(
                        () -> new SimulatedRun(Ids.runOf(Ids.next(IdPrefix.MSG)), golden(random), random))
                .limit(1 + random.nextInt(3))
                .toList();
        var pods = new SimulatedPods(
                log,
                CONFIG,
                id -> runs.stream()
                        .filter(run -> run.id().equals(id))
                        .findAny()
                        .orElseThrow()
                        .fence());

        int mishaps = random.nextInt(8);
        for (int turn = 0; !allSettled(pods, runs); turn++) {
            assertThat(turn).as("a run is stuck").isLessThan(MANY_TURNS);
            runs.stream().filter(run -> random.nextInt(2) == 0).forEach(run -> append(log, pods, run));
            if (random.nextInt(2) == 0) {
                while (pods.read() && random.nextInt(8) > 0) {
                    commitSometimes(pods, random);
                }
            }
            if (mishaps > 0 && random.nextInt(6) == 0) {
                mishaps--;
                mishap(log, pods, runs, random);
            }
            if (random.nextInt(5) == 0) {
                pods.check();
            }
            commitSometimes(pods, random);
        }

        assertThat(runs).allSatisfy(run -> assertIsExact(run, pods.settlement(run.id())));
    }

    private static Golden golden(Random random) {
        return GOLDENS.get(random.nextInt(GOLDENS.size()));
    }

    private static boolean allSettled(SimulatedPods pods, List<SimulatedRun> runs) {
        return runs.stream().allMatch(run -> pods.settlement(run.id()).isPresent());
    }

    private static void append(SimulatedLog log, SimulatedPods pods, SimulatedRun run) {
        if (!run.isWritten() && pods.settlement(run.id()).isEmpty()) {
            log.append(run.next(pods.durable(run.id())));
        }
    }

    private static void commitSometimes(SimulatedPods pods, Random random) {
        if (random.nextInt(4) == 0) {
            pods.commit();
        }
    }

    private static void mishap(SimulatedLog log, SimulatedPods pods, List<SimulatedRun> runs, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> log.loseEnd(1 + random.nextInt(6));
            case 1 -> log.loseAll();
            case 2 ->
                runs.stream()
                        .filter(run ->
                                !run.hasEnded() && pods.settlement(run.id()).isEmpty())
                        .findAny()
                        .ifPresent(run -> run.beginAnew(golden(random), pods.durable(run.id())));
            default -> pods.crash();
        }
        runs.forEach(run -> run.logEndsWith(log.lastOf(run.id()).map(last -> last.record())));
    }

    private static void assertIsExact(SimulatedRun run, Optional<Settlement> settlement) {
        JsonNode expected =
                StorableText.clean(run.golden().message().orElseThrow().path("parts"));
        boolean hasContent = expected.findValuesAsText("type").stream().anyMatch(type -> !type.equals("step-start"));

        assertThat(settlement.orElseThrow().fence()).isEqualTo(run.fence());
        assertThat(settlement.get().message().isPresent()).isEqualTo(hasContent);
        settlement
                .get()
                .message()
                .ifPresent(message -> assertThat(Golden.isSame(message.parts(), expected))
                        .as("%s: %s should be %s", run.golden(), message.parts(), expected)
                        .isTrue());
    }

    /** Folds that are stored with some commits and not with others. */
    private static Map<String, String> settings() {
        String prefix = "hawser.projector.lead.";
        return Map.ofEntries(
                Map.entry(prefix + "reader", "ai-7"),
                Map.entry(prefix + "commit-interval", "PT0.25S"),
                Map.entry(prefix + "commit-linger", "PT0.02S"),
                Map.entry(prefix + "commit-records", "500"),
                Map.entry(prefix + "run-size", "64M"),
                Map.entry(prefix + "fold-memory", "600"),
                Map.entry(prefix + "small-fold", "400"),
                Map.entry(prefix + "large-fold-interval", "PT1H"),
                Map.entry(prefix + "read-ahead", "64"),
                Map.entry(prefix + "uncommitted-records", "5000"),
                Map.entry(prefix + "check-interval", "PT5S"),
                Map.entry(prefix + "missed-after", "PT2S"),
                Map.entry(prefix + "hole-patience", "PT5S"),
                Map.entry(prefix + "stop-patience", "PT2S"));
    }
}
