package dev.hawser.projector.lead;

import dev.hawser.projector.fold.SdkReader;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import java.time.Duration;

/** How a leader reads and commits. */
@ConfigMapping(prefix = "hawser.projector.lead")
public interface LeadConfig {

    /** Under load, the time from one commit to the next. */
    Duration commitInterval();

    /** With little traffic, how long a record waits for others before it is committed. */
    Duration commitLinger();

    /** This many records are committed at once, however short the time since the last commit. */
    int commitRecords();

    /** The AI SDK's major version whose reader the stored messages equal: {@code ai-6} or {@code ai-7}. */
    SdkReader reader();

    /** What the records of one attempt may hold together; a run that writes more is poisoned. */
    MemorySize runSize();

    /** What the folds of a partition may hold in memory together; those that rest are read again when they are needed. */
    MemorySize foldMemory();

    /** Folds up to this size are stored with every commit; larger ones less often. */
    MemorySize smallFold();

    /** The longest time that a large fold is not stored. */
    Duration largeFoldInterval();

    /** Records that were asked for and are not folded yet. */
    int readAhead();

    /** Records that are folded and not committed, above which nothing more is read. */
    int uncommittedRecords();

    /** Between two comparisons of what is folded with what is in the log. */
    Duration checkInterval();

    /** How old a record that was not folded must be to be looked for. */
    Duration missedAfter();

    /** How long a hole in a log is read again before it is an alarm. */
    Duration holePatience();

    /** How long a graceful stop waits for the last commit. */
    Duration stopPatience();
}
