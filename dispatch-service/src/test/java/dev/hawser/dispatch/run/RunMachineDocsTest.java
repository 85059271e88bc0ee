package dev.hawser.dispatch.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in docs/runs.md is the one in {@link RunMachine}. */
class RunMachineDocsTest {

    @Test
    void theDocumentedTableIsTheOneInTheCode() throws IOException {
        String document = Files.readString(Path.of("../docs/runs.md"));

        assertThat(document).contains(table());
    }

    private static String table() {
        String moves = row("stage", move -> text(move.name()));
        String line = "|---".repeat(RunMove.values().length + 1) + "|\n";
        return moves
                + line
                + Arrays.stream(RunStage.values())
                        .map(stage -> row(text(stage.name()), move -> cell(stage, move)))
                        .collect(Collectors.joining());
    }

    private static String row(String head, Function<RunMove, String> cell) {
        return Arrays.stream(RunMove.values())
                .map(cell)
                .collect(Collectors.joining(" | ", "| " + head + " | ", " |\n"));
    }

    private static String cell(RunStage stage, RunMove move) {
        return RunMachine.next(stage, move)
                .map(next -> move == RunMove.PROJECT ? "outcome" : text(next.name()))
                .orElse("·");
    }

    private static String text(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
