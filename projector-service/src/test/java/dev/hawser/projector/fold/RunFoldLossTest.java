package dev.hawser.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.harness.chunk.Chunks;
import org.junit.jupiter.api.Test;

/** Logs that have lost something, and are read again. */
class RunFoldLossTest {

    private static final String RUN = "run_01h455vb4pex5vsknk084sn02q";
    private static final FoldRules RULES = new FoldRules(SdkReader.AI_7, 1024 * 1024);

    private final TestLog log = new TestLog(RUN);
    private final RunFold fold = new RunFold(RUN, RULES);

    @Test
    void aClaimThatFollowsALossOfTheLogBeginsANewChain() {
        log.claim();
        log.chunks(start("0"), delta("0", "a"));
        log.chunks(delta("0", "b"));
        foldAll();

        assertThat(fold.accept(log.claimAfterLoss(1, 2))).isInstanceOf(FoldStep.Folded.class);
        assertThat(fold.accept(log.chunks(delta("0", "c")))).isInstanceOf(FoldStep.Folded.class);
        assertThat(text(fold)).isEqualTo("abc");
    }

    @Test
    void aRefillOfWhatWasFoldedAlreadyIsNotFoldedTwice() {
        log.claim();
        log.chunks(start("0"), delta("0", "a"));
        log.chunks(delta("0", "b"));
        foldAll();

        fold.accept(log.claimAfterLoss(1, 1));
        assertThat(fold.accept(log.chunks(delta("0", "b")))).isInstanceOf(FoldStep.Skipped.class);
        assertThat(fold.accept(log.chunks(delta("0", "c")))).isInstanceOf(FoldStep.Folded.class);

        assertThat(text(fold)).isEqualTo("abc");
    }

    @Test
    void aClaimWhoseBaseWasNeverFoldedIsAHole() {
        log.claim();
        log.chunks(start("0"), delta("0", "a"));
        foldAll();

        assertThat(fold.accept(log.claimAfterLoss(1, 5))).isInstanceOf(FoldStep.Hole.class);
    }

    @Test
    void anAttemptThatBeginsWhereALostOneBeganKeepsNothingOfIt() {
        log.claim();
        log.chunks(start("0"), delta("0", "first"));
        foldAll();
        var after = new TestLog(RUN);
        after.claim();
        after.claim();
        after.chunks(start("0"), delta("0", "second"));

        after.records().forEach(fold::accept);

        assertThat(text(fold)).isEqualTo("second");
    }

    @Test
    void piecesOfAChunkThatWereLostWithTheLogAreFoldedWhenTheyComeAgain() {
        log.claim();
        log.chunks(start("0"));
        foldAll();
        String chunk = delta("0", "whole");
        fold.accept(log.fragment(1, 3, chunk.substring(0, 5)));
        fold.accept(log.fragment(2, 3, chunk.substring(5, 9)));

        fold.accept(log.claimAfterLoss(1, 1));
        assertThat(fold.durableSeq()).isEqualTo(1);
        fold.accept(log.fragment(1, 3, chunk.substring(0, 5)));
        fold.accept(log.fragment(2, 3, chunk.substring(5, 9)));
        assertThat(fold.accept(log.fragment(3, 3, chunk.substring(9)))).isInstanceOf(FoldStep.Folded.class);

        assertThat(text(fold)).isEqualTo("whole");
        assertThat(fold.durableSeq()).isEqualTo(4);
    }

    @Test
    void readingTheLogAgainMakesNoPieceOfAChunkDurable() {
        log.claim();
        log.chunks(start("0"));
        log.fragment(1, 2, "{\"type\":");
        foldAll();
        foldAll();

        RunFold successor =
                RunFold.restore(RUN, RULES, FoldState.read(fold.state().bytesToStore()));

        assertThat(successor.durableSeq()).isEqualTo(1);
    }

    @Test
    void theLastRecordOfALogTellsWhetherSomethingIsLacking() {
        RunRecord claim = log.claim();
        assertThat(fold.mark().lacks(claim)).isTrue();
        foldAll();
        assertThat(fold.mark().lacks(claim)).isFalse();
        RunRecord first = log.chunks(start("0"), delta("0", "a"));
        assertThat(fold.mark().lacks(first)).isTrue();
        fold.accept(first);
        assertThat(fold.mark().lacks(first)).isFalse();

        assertThat(fold.mark().lacks(log.claimAfterLoss(1, 1))).isTrue();
        RunRecord next = log.claim();
        assertThat(fold.mark().lacks(next)).isTrue();
        fold.accept(next);
        assertThat(fold.mark().lacks(first)).isFalse();
    }

    private void foldAll() {
        log.records().forEach(fold::accept);
    }

    private static String text(RunFold fold) {
        var text = new StringBuilder();
        for (JsonNode part : fold.message().orElseThrow().parts()) {
            text.append(part.path("text").asText());
        }
        return text.toString();
    }

    private static String start(String id) {
        return Chunks.line(Chunks.textStart(id));
    }

    private static String delta(String id, String delta) {
        return Chunks.line(Chunks.textDelta(id, delta));
    }
}
