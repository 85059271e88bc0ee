package dev.hawser.dispatch.run;

import static dev.hawser.dispatch.run.RunStage.CANCELLED;
import static dev.hawser.dispatch.run.RunStage.FAILED;
import static dev.hawser.dispatch.run.RunStage.OFFERED;
import static dev.hawser.dispatch.run.RunStage.OFFERED_AGAIN;
import static dev.hawser.dispatch.run.RunStage.OFFERED_ENDING;
import static dev.hawser.dispatch.run.RunStage.QUEUED;
import static dev.hawser.dispatch.run.RunStage.RUNNING;
import static dev.hawser.dispatch.run.RunStage.RUNNING_ENDING;
import static dev.hawser.dispatch.run.RunStage.SETTLING;
import static dev.hawser.dispatch.run.RunStage.SUCCEEDED;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The state machine of a run (design 03 §2): every stage and every move.
 *
 * <p>The statements decide by their guards, atomically and on whichever pod; this table says what they have to decide.
 * {@code RunMachineTest} tries each pair on a real database, and compares the table in {@code docs/runs.md}.
 */
public final class RunMachine {

    private static final Map<RunStage, Map<RunMove, RunStage>> TABLE = new EnumMap<>(RunStage.class);

    static {
        row(QUEUED, to(RunMove.OFFER, OFFERED), to(RunMove.NO_TARGET, FAILED), to(RunMove.CANCEL, CANCELLED), fails());
        row(OFFERED, to(RunMove.CLAIM, RUNNING), to(RunMove.CANCEL, CANCELLED), fails());
        row(
                OFFERED_AGAIN,
                to(RunMove.CLAIM, RUNNING),
                to(RunMove.CANCEL, OFFERED_ENDING),
                to(RunMove.FAIL, OFFERED_ENDING),
                to(RunMove.END_IN_LOG, SETTLING),
                projected());
        row(
                OFFERED_ENDING,
                to(RunMove.CANCEL, OFFERED_ENDING),
                to(RunMove.FAIL, OFFERED_ENDING),
                to(RunMove.END_IN_LOG, SETTLING),
                projected());
        row(
                RUNNING,
                to(RunMove.CONFIRM, RUNNING),
                to(RunMove.LOSE, OFFERED_AGAIN),
                to(RunMove.DECLINE, OFFERED_AGAIN),
                to(RunMove.CANCEL, RUNNING_ENDING),
                to(RunMove.FAIL, RUNNING_ENDING),
                to(RunMove.END_IN_LOG, SETTLING),
                projected());
        row(
                RUNNING_ENDING,
                to(RunMove.CONFIRM, RUNNING_ENDING),
                to(RunMove.CANCEL, RUNNING_ENDING),
                to(RunMove.FAIL, RUNNING_ENDING),
                to(RunMove.END_IN_LOG, SETTLING),
                projected());
        row(SETTLING, projected());
        row(SUCCEEDED);
        row(FAILED);
        row(CANCELLED);
    }

    private RunMachine() {}

    private record Arrow(RunMove move, RunStage next) {}

    /**
     * Where a move leads; empty if it is refused. {@link RunMove#PROJECT} leads to the outcome in the log; {@code SUCCEEDED}
     * stands for all three.
     */
    public static Optional<RunStage> next(RunStage stage, RunMove move) {
        return Optional.ofNullable(TABLE.getOrDefault(stage, Map.of()).get(move));
    }

    private static void row(RunStage stage, Arrow... arrows) {
        Map<RunMove, RunStage> moves = new EnumMap<>(RunMove.class);
        Arrays.stream(arrows).forEach(arrow -> moves.put(arrow.move(), arrow.next()));
        TABLE.put(stage, moves);
    }

    private static Arrow to(RunMove move, RunStage next) {
        return new Arrow(move, next);
    }

    private static Arrow fails() {
        return to(RunMove.FAIL, FAILED);
    }

    private static Arrow projected() {
        return to(RunMove.PROJECT, SUCCEEDED);
    }
}
