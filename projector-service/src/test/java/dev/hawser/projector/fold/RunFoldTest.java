package dev.hawser.projector.fold;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import dev.hawser.harness.chunk.Chunks;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunFoldTest {

    private static final String RUN = "run_01h455vb4pex5vsknk084sn02q";
    private static final int MIB = 1024 * 1024;
    private static final FoldRules RULES = new FoldRules(SdkReader.AI_7, MIB);

    private final TestLog log = new TestLog(RUN);
    private final RunFold fold = new RunFold(RUN, RULES);

    @Test
    void aRunIsFoldedIntoItsMessageAndEnds() {
        log.claim();
        log.chunks(line("start"), start("0"), delta("0", "Hel"));
        log.chunks(delta("0", "lo"), end("0"), line("finish"));
        log.end(EndBody.succeeded());

        FoldStep last = foldAll();

        assertThat(last).isEqualTo(new FoldStep.Ended(EndBody.succeeded()));
        assertThat(text(fold)).isEqualTo("Hello");
        assertThat(fold.durableSeq()).isEqualTo(3);
        assertThat(fold.message().orElseThrow().id()).isEqualTo(Ids.answerOf(RUN, 1));
    }

    @Test
    void theIdOfTheStartChunkIsTheIdOfTheMessageUnlessItCannotBeOne() {
        log.claim();
        log.chunks(Chunks.line(Chunks.start("mine")), start("0"), delta("0", "x"));
        foldAll();
        assertThat(fold.message().orElseThrow().id()).isEqualTo("mine");

        fold.accept(log.chunks(Chunks.line(Chunks.start("a".repeat(1000))), start("0"), delta("0", "x")));

        assertThat(fold.message().orElseThrow().id()).isEqualTo(Ids.answerOf(RUN, 1));
    }

    @Test
    void aRecordThatComesAgainChangesNothing() {
        RunRecord claim = log.claim();
        RunRecord first = log.chunks(start("0"), delta("0", "a"));
        RunRecord second = log.chunks(delta("0", "b"));
        foldAll();

        assertThat(fold.accept(first)).isInstanceOf(FoldStep.Skipped.class);
        assertThat(fold.accept(second)).isInstanceOf(FoldStep.Skipped.class);
        assertThat(fold.accept(claim)).isInstanceOf(FoldStep.Skipped.class);
        assertThat(fold.accept(first)).isInstanceOf(FoldStep.Skipped.class);
        assertThat(fold.accept(second)).isInstanceOf(FoldStep.Skipped.class);
        assertThat(fold.accept(log.chunks(delta("0", "c")))).isInstanceOf(FoldStep.Folded.class);
        assertThat(text(fold)).isEqualTo("abc");
    }

    @Test
    void aMissingRecordIsAHoleAndLeavesTheFoldAsItWas() {
        log.claim();
        foldAll();
        RunRecord first = log.chunks(start("0"), delta("0", "a"));
        RunRecord second = log.chunks(delta("0", "b"));

        assertThat(fold.accept(second)).isInstanceOf(FoldStep.Hole.class);
        assertThat(fold.accept(first)).isInstanceOf(FoldStep.Folded.class);
        assertThat(fold.accept(second)).isInstanceOf(FoldStep.Folded.class);
        assertThat(text(fold)).isEqualTo("ab");
    }

    @Test
    void anAlteredRecordIsAHole() {
        log.claim();
        foldAll();
        RunRecord good = log.chunks(start("0"), delta("0", "good"));
        RunRecord altered = new RunRecord(
                RUN,
                RecordKind.CHUNKS,
                good.fence(),
                good.seq(),
                good.chain(),
                Optional.empty(),
                Body.of(start("0") + "\n" + delta("0", "bad!") + "\n"));

        assertThat(fold.accept(altered)).isInstanceOf(FoldStep.Hole.class);
        assertThat(fold.message()).isEmpty();
    }

    @Test
    void aRecordBeforeAnyClaimIsAHole() {
        RunRecord stray =
                RunRecord.following(Chain.START, RUN, RecordKind.CHUNKS, 1, 1, Optional.empty(), Body.of("{}"));

        assertThat(fold.accept(stray)).isInstanceOf(FoldStep.Hole.class);
    }

    @Test
    void aNewAttemptDiscardsWhatTheEarlierOneSaid() {
        log.claim();
        log.chunks(start("0"), delta("0", "first"));
        log.claim();
        log.chunks(start("0"), delta("0", "second"));
        foldAll();

        assertThat(text(fold)).isEqualTo("second");
        assertThat(fold.fence()).isEqualTo(2);
        assertThat(fold.durableSeq()).isEqualTo(2);
        assertThat(fold.message().orElseThrow().id()).isEqualTo(Ids.answerOf(RUN, 2));
    }

    @Test
    void aLateRecordOfAnOlderFenceIsPassedOver() {
        log.claim();
        RunRecord old = log.chunks(start("0"), delta("0", "first"));
        log.claim();
        log.chunks(start("0"), delta("0", "second"));
        foldAll();

        assertThat(fold.accept(old)).isInstanceOf(FoldStep.Skipped.class);
        assertThat(text(fold)).isEqualTo("second");
    }

    @Test
    void fragmentsAreJoinedAndDoNotCountAsDurableBeforeTheLast() {
        log.claim();
        log.chunks(start("0"));
        foldAll();
        byte[] chunk = delta("0", "grüße").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int cut = chunk.length - 5; // inside of a character

        fold.accept(log.fragment(1, 2, Body.of(java.util.Arrays.copyOfRange(chunk, 0, cut))));
        assertThat(fold.durableSeq()).isEqualTo(1);
        assertThat(fold.foldedSeq()).isEqualTo(2);
        fold.accept(log.fragment(2, 2, Body.of(java.util.Arrays.copyOfRange(chunk, cut, chunk.length))));

        assertThat(fold.durableSeq()).isEqualTo(3);
        assertThat(text(fold)).isEqualTo("grüße");
    }

    @Test
    void aSuccessorReadsTheFragmentsOfAnUnfinishedChunkAgain() {
        log.claim();
        log.chunks(start("0"));
        foldAll();
        String chunk = delta("0", "whole");
        RunRecord first = log.fragment(1, 2, chunk.substring(0, 10));
        RunRecord second = log.fragment(2, 2, chunk.substring(10));
        fold.accept(first);

        RunFold successor =
                RunFold.restore(RUN, RULES, FoldState.read(fold.state().bytesToStore()));
        assertThat(successor.accept(second)).isInstanceOf(FoldStep.Hole.class);
        successor.accept(first);
        successor.accept(second);

        assertThat(text(successor)).isEqualTo("whole");
    }

    @Test
    void aLineThatIsNoChunkIsPoisonAndOnlyTheEndCountsAfterIt() {
        log.claim();
        log.chunks(start("0"), delta("0", "kept"));
        foldAll();

        assertThat(fold.accept(log.chunks("no json"))).isInstanceOf(FoldStep.Poison.class);
        assertThat(fold.accept(log.chunks(delta("0", "more")))).isInstanceOf(FoldStep.Skipped.class);
        assertThat(fold.accept(log.claim())).isInstanceOf(FoldStep.Skipped.class);
        EndBody end = EndBody.failed(RunErrorCode.POISONED, "unreadable");
        assertThat(fold.accept(log.end(end))).isEqualTo(new FoldStep.Ended(end));
        assertThat(fold.poison()).isPresent();
        assertThat(text(fold)).isEqualTo("kept");
    }

    @Test
    void anEndThatCannotBeReadEndsTheRunAsPoisoned() {
        log.claim();
        foldAll();

        FoldStep step = fold.accept(log.raw(RecordKind.END, "{\"outcome\":\"nobody knows\"}"));

        assertThat(step)
                .isInstanceOfSatisfying(
                        FoldStep.Ended.class,
                        ended -> assertThat(ended.end().errorCode()).contains(RunErrorCode.POISONED.text()));
        assertThat(fold.poison()).isPresent();
    }

    @Test
    void whatIsWrongCanBeStored() {
        log.claim();
        foldAll();

        FoldStep step = fold.accept(log.chunks(delta("\u0000\ud83d" + "x".repeat(5000), "?")));

        assertThat(step)
                .isInstanceOfSatisfying(
                        FoldStep.Poison.class,
                        poison -> assertThat(poison.reason())
                                .isEqualTo(StorableText.clean(poison.reason()))
                                .hasSizeLessThan(2000));
    }

    @Test
    void chunksBeyondTheLimitsArePoison() {
        for (String line : List.of(
                "{\"type\":\"data-x\",\"data\":" + "[".repeat(500) + "]".repeat(500) + "}",
                "{\"type\":\"data-x\",\"data\":1e400}",
                "{\"type\":\"data-x\",\"data\":{\"__proto__\":1}}")) {
            var one = new TestLog(RUN);
            var folding = new RunFold(RUN, RULES);
            folding.accept(one.claim());

            assertThat(folding.accept(one.chunks(line))).isInstanceOf(FoldStep.Poison.class);
        }
    }

    @Test
    void aToolInputNestedTooDeeplyIsShownAsItsText() {
        log.claim();
        log.chunks(
                "{\"type\":\"tool-input-start\",\"toolCallId\":\"c\",\"toolName\":\"t\"}",
                "{\"type\":\"tool-input-delta\",\"toolCallId\":\"c\",\"inputTextDelta\":\"" + "[".repeat(900) + "\"}");
        foldAll();

        JsonNode part = fold.message().orElseThrow().parts().get(0);

        assertThat(part.has("input")).isFalse();
        assertThat(part.path("rawInput").asText()).hasSize(900);
        assertThat(FoldState.read(fold.state().bytesToStore()).durableSeq()).isEqualTo(1);
    }

    @Test
    void aRunThatWritesTooMuchIsPoison() {
        log.claim();
        log.chunks(start("0"));
        foldAll();

        assertThat(fold.accept(log.chunks(delta("0", "x".repeat(MIB))))).isInstanceOf(FoldStep.Poison.class);
    }

    @Test
    void whatPostgresCannotStoreIsReplaced() {
        log.claim();
        log.chunks(start("0"), "{\"type\":\"text-delta\",\"id\":\"0\",\"delta\":\"a\\u0000b\\ud83d\"}");
        foldAll();

        assertThat(text(fold)).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void theTitleIsTakenFromItsChunk() {
        log.claim();
        log.chunks(Chunks.line(Chunks.title("  A   title ")));
        foldAll();

        assertThat(fold.title()).contains("A title");
        assertThat(fold.message()).isEmpty();
    }

    private FoldStep foldAll() {
        FoldStep last = new FoldStep.Skipped();
        for (RunRecord record : log.records()) {
            last = fold.accept(record);
        }
        return last;
    }

    private static String text(RunFold fold) {
        var text = new StringBuilder();
        for (JsonNode part : fold.message().orElseThrow().parts()) {
            text.append(part.path("text").asText());
        }
        return text.toString();
    }

    private static String line(String type) {
        return "{\"type\":\"" + type + "\"}";
    }

    private static String start(String id) {
        return Chunks.line(Chunks.textStart(id));
    }

    private static String delta(String id, String delta) {
        return Chunks.line(Chunks.textDelta(id, delta));
    }

    private static String end(String id) {
        return Chunks.line(Chunks.textEnd(id));
    }
}
