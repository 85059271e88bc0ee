package dev.hawser.projector.commit;

import java.util.List;

/** All that one transaction writes. */
public record Batch(
        Checkpoint checkpoint,
        List<OpenFold> folds,
        List<Settlement> settlements,
        List<PoisonedRecord> poison,
        List<TitleWish> titles,
        List<StepsTaken> steps) {

    public Batch {
        folds = List.copyOf(folds);
        settlements = List.copyOf(settlements);
        poison = List.copyOf(poison);
        titles = List.copyOf(titles);
        steps = List.copyOf(steps);
    }

    Batch withSettlements(List<Settlement> others) {
        return new Batch(checkpoint, folds, others, poison, titles, steps);
    }

    /** Whether watchers are to be told of something. */
    boolean tells() {
        return !settlements.isEmpty() || !titles.isEmpty() || !steps.isEmpty();
    }
}
