package dev.hawser.gateway.tail;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.gateway.sse.EventStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Tells one viewer the stored message of a run that is over, at the pace of its client. */
final class StoredTelling {

    private final TailRun run;
    private final long endSeq;
    private final Deque<String> chunks = new ArrayDeque<>();
    private int told;

    /**
     * Begins to tell.
     *
     * @param endSeq the number of the {@code end} record; 0 if it is not known
     * @param again the viewer has seen some of the answer: this is another message, which replaces that
     */
    StoredTelling(TailRun run, long endSeq, Optional<TailRepository.Answer> answer, boolean again) {
        this.run = run;
        this.endSeq = endSeq > 0 ? endSeq : Math.max(1, run.durableSeq());
        answer.ifPresentOrElse(
                stored -> chunks.addAll(StoredReplay.of(again ? Ids.next(IdPrefix.MSG) : stored.id(), stored, run)),
                () -> chunks.add(Closing.chunk(run)));
    }

    /** Tells one chunk more; ends the response after the last one. */
    void tellNext(EventStream stream) {
        told++;
        stream.write(Sse.event(Cursor.ofStored(run.id(), run.fence(), told + 1), chunks.remove()));
        if (chunks.isEmpty()) {
            stream.write(Sse.done(new Cursor(run.id(), run.fence(), endSeq, 1)));
            stream.end();
        }
    }
}
