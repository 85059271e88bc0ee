package dev.hawser.dispatch.ingest;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Claims, crashes, appends, lost answers and a broker that forgets, in any order, on three pods, a real broker and a real
 * database. jqwik prints the seed of each run and the steps of a case that fails.
 */
class RunLogModelTest {

    @Provide
    Arbitrary<List<LogScenario.Step>> steps() {
        Arbitrary<LogScenario.Kind> kinds = Arbitraries.frequency(
                Tuple.of(12, LogScenario.Kind.APPEND),
                Tuple.of(4, LogScenario.Kind.APPEND_UNANSWERED),
                Tuple.of(3, LogScenario.Kind.APPEND_TWICE_AT_ONCE),
                Tuple.of(3, LogScenario.Kind.RACE_OF_TWO_ATTEMPTS),
                Tuple.of(2, LogScenario.Kind.REPLAY),
                Tuple.of(1, LogScenario.Kind.SKIP),
                Tuple.of(3, LogScenario.Kind.CLAIM),
                Tuple.of(3, LogScenario.Kind.CLAIM_AND_DIE),
                Tuple.of(2, LogScenario.Kind.CRASH),
                Tuple.of(1, LogScenario.Kind.LOSE_LOG),
                Tuple.of(1, LogScenario.Kind.END),
                Tuple.of(1, LogScenario.Kind.END_BY_DISPATCH));
        Arbitrary<Integer> ages = Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(2, 1), Tuple.of(1, 2));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, LogScenario.PODS - 1), ages)
                .as(LogScenario.Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40);
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    @Label("decocms-runs W1 W3: only the newest claim in a log can append, and a reader sees no splice, gap or double")
    void whateverHappensTheLogIsOfOneHolderAndWhole(@ForAll("steps") List<LogScenario.Step> steps) {
        LogScenario.play(SharedServers.PODS, steps);
    }
}
