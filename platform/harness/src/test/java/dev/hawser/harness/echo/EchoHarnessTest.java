package dev.hawser.harness.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.RecordingSink;
import dev.hawser.harness.WorkItems;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoHarnessTest {

    private final RecordingSink sink = RecordingSink.unbounded();

    @Test
    void answersWordByWord() {
        assertThat(answer("to be, or  not\nto be")).isEqualTo(new HarnessEnd.Succeeded());

        assertThat(sink.texts()).containsExactly("to", " be,", " or", "  not", "\nto", " be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " x", "x ", "  ", "", "a\n\nb\t", "grüße 👋🏽 日本語", "slow:x", "many:"})
    void theAnswerIsTheTextItself(String text) {
        assertThat(answer(text)).isEqualTo(new HarnessEnd.Succeeded());

        assertThat(sink.text()).isEqualTo(text);
    }

    @Test
    void severalTextPartsAreSeveralLines() {
        new EchoHarness().start(WorkItems.of("one", "two"), sink).end().join();

        assertThat(sink.text()).isEqualTo("one\ntwo");
    }

    @Test
    void manySaysNumberedChunks() {
        answer("please many:4 of them");

        assertThat(sink.texts()).containsExactly("chunk-1", " chunk-2", " chunk-3", " chunk-4");
    }

    @Test
    void slowTakesItsTime() {
        long start = System.nanoTime();

        answer("slow:5x20");

        assertThat(sink.texts()).hasSize(5).startsWith("chunk-1", " chunk-2");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    void aCancelledEchoStopsInTheMiddle() {
        var run = new EchoHarness().start(WorkItems.of("slow:100000x1"), sink);
        await().until(() -> sink.texts().size() > 2);

        run.cancel();

        assertThat(run.end().join()).isEqualTo(new HarnessEnd.Cancelled());
        assertThat(sink.texts().size()).isLessThan(100_000);
    }

    @Test
    void aSinkWithoutRoomHoldsItUpUntilItIsCancelled() {
        var full = RecordingSink.withRoomFor(3);
        var run = new EchoHarness().start(WorkItems.of("many:1000"), full);
        await().until(full::isBlocking);
        assertThat(full.texts()).hasSize(3);

        run.cancel();

        assertThat(run.end().join()).isEqualTo(new HarnessEnd.Cancelled());
        assertThat(full.texts()).hasSize(3);
    }

    private HarnessEnd answer(String text) {
        return new EchoHarness().start(WorkItems.of(text), sink).end().join();
    }
}
