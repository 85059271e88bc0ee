package dev.hawser.dispatch.ready;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.subject.Partition;
import dev.hawser.dispatch.run.RunKey;

/** What a {@link Rehearsal} is about: ids of the right form that are never given out. */
public final class Nobody {

    private static final String ZEROS = "_" + "0".repeat(26);

    public static final String USER = IdPrefix.USR.text() + ZEROS;
    public static final String LINK = IdPrefix.LNK.text() + ZEROS;
    public static final String THREAD = IdPrefix.THR.text() + ZEROS;
    public static final String MESSAGE = IdPrefix.MSG.text() + ZEROS;
    public static final RunKey RUN =
            new RunKey(Ids.runOf(MESSAGE), THREAD, Partition.of(THREAD), IdPrefix.TNT.text() + ZEROS, USER);

    private Nobody() {}
}
