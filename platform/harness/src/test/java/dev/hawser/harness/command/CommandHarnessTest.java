package dev.hawser.harness.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.work.WorkItem;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.HarnessRun;
import dev.hawser.harness.RecordingSink;
import dev.hawser.harness.WorkItems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CommandHarnessTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final RecordingSink sink = RecordingSink.unbounded();
    private final WorkItem item = WorkItems.of("the question");

    @TempDir
    private Path folder;

    @Test
    void theProgramReadsTheWorkItemAndItsOutputIsTheAnswer() {
        assertThat(run("cat")).isEqualTo(new HarnessEnd.Succeeded());

        assertThat(Json.read(sink.text().getBytes(UTF_8), WorkItem.class)).isEqualTo(item);
    }

    @Test
    void aProgramThatDoesNotReadItsInputIsFine() {
        assertThat(run("printf hello")).isEqualTo(new HarnessEnd.Succeeded());

        assertThat(sink.text()).isEqualTo("hello");
    }

    @Test
    void aReadThatEndsInsideACharacterLosesNothing() {
        HarnessRun run = start("""
                step() { while [ ! -e "$1" ]; do :; done; }
                printf 'a\\342\\202'; step one; printf '\\254b\\360\\237'; step two; printf '\\230\\200'
                """);

        await().until(() -> sink.texts().equals(List.of("a")));
        step("one");
        await().until(() -> sink.texts().equals(List.of("a", "€b")));
        step("two");

        assertThat(run.end().join()).isEqualTo(new HarnessEnd.Succeeded());
        assertThat(sink.texts()).containsExactly("a", "€b", "😀");
    }

    @Test
    void bytesThatAreNoTextAreReplaced() {
        run("printf 'a\\377b\\342'");

        assertThat(sink.text()).isEqualTo("a\uFFFDb\uFFFD");
    }

    @Test
    void aFailingProgramFailsTheRunWithItsLastWords() {
        HarnessEnd end = run("echo first >&2; echo 'the disk is full' >&2; echo >&2; exit 3");

        assertThat(end).isEqualTo(new HarnessEnd.Failed(RunErrorCode.HARNESS_FAILED, "the disk is full"));
        assertThat(sink.log()).containsExactly("first", "the disk is full");
    }

    @Test
    void aSilentFailureNamesTheStatus() {
        assertThat(run("exit 7"))
                .isEqualTo(new HarnessEnd.Failed(RunErrorCode.HARNESS_FAILED, "The program ended with status 7."));
    }

    @Test
    void aMissingProgramIsNamed() {
        var spec = new CommandSpec(List.of("no-such-program"), folder, List.of(), LONG, CommandSpec.Output.TEXT);

        HarnessEnd end = new CommandHarness(spec).start(item, sink).end().join();

        assertThat(end).isInstanceOfSatisfying(HarnessEnd.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(RunErrorCode.HARNESS_FAILED);
            assertThat(failed.text()).contains("no-such-program");
        });
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() {
        var spec = new CommandSpec(
                List.of("printf", "%s|", "$HOME; rm -rf /", "a b", "`id`"),
                folder,
                List.of(),
                LONG,
                CommandSpec.Output.TEXT);

        new CommandHarness(spec).start(item, sink).end().join();

        assertThat(sink.text()).isEqualTo("$HOME; rm -rf /|a b|`id`|");
    }

    @Test
    void theProgramRunsInItsFolderAndSeesOnlyWhatIsListed() {
        var spec = new CommandSpec(
                List.of("sh", "-c", "pwd; env"), folder, List.of("GREETING=hi=there"), LONG, CommandSpec.Output.TEXT);

        new CommandHarness(spec).start(item, sink).end().join();

        assertThat(sink.text().lines()).first().isEqualTo(folder.toString());
        assertThat(sink.text().lines().skip(1).map(line -> line.substring(0, line.indexOf('='))))
                .contains("GREETING", "PATH", "HAWSER_RUN_ID")
                .isSubsetOf(Stream.concat(
                                CommandEnvironment.ALWAYS.stream(),
                                Stream.of("GREETING", "HAWSER_RUN_ID", "PWD", "OLDPWD", "SHLVL", "_"))
                        .toList());
        assertThat(sink.text()).contains("GREETING=hi=there\n", "HAWSER_RUN_ID=" + item.runId() + '\n');
    }

    @Test
    void aProgramThatTakesTooLongIsStopped() {
        HarnessEnd end = harness("echo begun; exec sleep 600", Duration.ofMillis(300), CommandSpec.Output.TEXT)
                .start(item, sink)
                .end()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(end)
                .isInstanceOfSatisfying(
                        HarnessEnd.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(RunErrorCode.HARNESS_TIMEOUT));
        assertThat(sink.text()).isEqualTo("begun\n");
    }

    @Test
    void cancellingEndsTheProgramAndItsChildren() {
        HarnessRun run = start("sh -c 'echo $$; exec sleep 600' & echo $$; sleep 600; wait");
        await().until(() -> pids().size() == 2);

        run.cancel();

        assertThat(run.end().join()).isEqualTo(new HarnessEnd.Cancelled());
        assertThat(pids()).noneMatch(CommandHarnessTest::isAlive);
    }

    @Test
    void aProgramThatIgnoresSigtermIsKilled() {
        HarnessRun run = start("trap '' TERM; echo $$; while :; do sleep 600; done");
        await().until(() -> pids().size() == 1);

        run.cancel();

        assertThat(run.end().join()).isEqualTo(new HarnessEnd.Cancelled());
        assertThat(pids()).noneMatch(CommandHarnessTest::isAlive);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatTheProgramLeavesRunningEndsWithIt() {
        // an orphan, because its parent ends at once; it would hold the output open for ten minutes
        HarnessEnd end = run("(sh -c 'echo $$; exec sleep 600' &)");

        assertThat(end).isEqualTo(new HarnessEnd.Succeeded());
        assertThat(pids()).noneMatch(CommandHarnessTest::isAlive);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatAnAgentThatDiedLeftBehindIsFoundByItsRun() {
        HarnessRun run = start("trap '' TERM; echo $$; while :; do sleep 600; done");
        await().until(() -> pids().size() == 1);

        assertThat(LeftBehind.kill(WorkItems.of("another").runId())).isZero();
        assertThat(pids()).allMatch(CommandHarnessTest::isAlive);
        assertThat(LeftBehind.kill(item.runId())).isPositive();

        assertThat(run.end().join()).isInstanceOf(HarnessEnd.Failed.class);
        await().until(() -> pids().stream().noneMatch(CommandHarnessTest::isAlive));
    }

    @Test
    void aSlowReaderSlowsTheProgramDown() throws IOException {
        var slow = RecordingSink.withRoomFor(1);
        HarnessRun run = harness(
                        "i=0; while [ $i -lt 40 ]; do head -c 65536 /dev/zero | tr '\\0' x; i=$((i+1));"
                                + " echo $i > progress; done",
                        LONG,
                        CommandSpec.Output.TEXT)
                .start(item, slow);
        await().until(slow::isBlocking);
        Path progress = folder.resolve("progress");
        await().until(() -> Files.exists(progress));
        assertThat(Integer.parseInt(Files.readString(progress).strip())).isLessThan(20);

        slow.open();

        assertThat(run.end().join()).isEqualTo(new HarnessEnd.Succeeded());
        assertThat(slow.text()).hasSize(40 * 65_536);
    }

    @Test
    void ndjsonLinesAreChunks() {
        HarnessEnd end = ndjson("""
                echo '{"type":"text-start","id":"t"}'; echo; printf '{"type":"text-delta","id":"t","delta":"hi"}\\n';
                printf '{"type":"data-weather","data":{"sky":"blue"}}'
                """);

        assertThat(end).isEqualTo(new HarnessEnd.Succeeded());
        assertThat(sink.chunks().stream().map(chunk -> chunk.path("type").asText()))
                .containsExactly("text-start", "text-delta", "data-weather");
    }

    @Test
    void aLineThatIsNoChunkFailsTheRun() {
        HarnessEnd end = ndjson("echo '{\"type\":\"start\"}'; echo 'oops'; exec cat");

        assertThat(end).isInstanceOfSatisfying(HarnessEnd.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(RunErrorCode.BAD_HARNESS_OUTPUT);
            assertThat(failed.text()).contains("Line 2");
        });
    }

    private HarnessEnd run(String script) {
        return start(script).end().join();
    }

    private HarnessRun start(String script) {
        return harness(script, LONG, CommandSpec.Output.TEXT).start(item, sink);
    }

    private HarnessEnd ndjson(String script) {
        return harness(script, LONG, CommandSpec.Output.NDJSON)
                .start(item, sink)
                .end()
                .join();
    }

    private CommandHarness harness(String script, Duration timeout, CommandSpec.Output output) {
        return new CommandHarness(new CommandSpec(List.of("sh", "-c", script), folder, List.of(), timeout, output));
    }

    private void step(String name) {
        try {
            Files.createFile(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Long> pids() {
        return sink.text()
                .lines()
                .filter(line -> line.chars().allMatch(Character::isDigit))
                .map(Long::valueOf)
                .toList();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }
}
