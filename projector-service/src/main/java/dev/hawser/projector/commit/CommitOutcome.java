package dev.hawser.projector.commit;

import java.util.Set;

/** What became of a commit. */
public sealed interface CommitOutcome {

    /**
     * All of it is stored.
     *
     * @param settled ids of the runs that this commit made terminal
     * @param gone ids of the runs of the batch that do not exist any more or were over before
     */
    record Committed(Set<String> settled, Set<String> gone) implements CommitOutcome {

        public Committed {
            settled = Set.copyOf(settled);
            gone = Set.copyOf(gone);
        }
    }

    /** The partition has a newer epoch: nothing is stored, and this pod leads it no more. */
    record Refused() implements CommitOutcome {}
}
