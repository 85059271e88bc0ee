package dev.hawser.agent.outbox;

/**
 * Where a lane is in the numbers of its run; not thread-safe.
 *
 * <pre>
 * 1 … durable  … acked  … next
 *     deleted    in the   to be   not
 *                log      sent    stored yet
 * </pre>
 */
final class LaneWindow {

    private long nextSeq;
    private long ackedSeq;
    private long durableSeq;
    private boolean ended;

    /** Nothing is known of what was sent before: everything that is stored is sent again. */
    LaneWindow(StoredAttempt attempt) {
        nextSeq = attempt.lastSeq() + 1;
        ackedSeq = attempt.firstSeq() - 1;
        durableSeq = attempt.durableSeq();
        ended = attempt.state() == AttemptState.ENDED;
    }

    long nextSeq() {
        return nextSeq;
    }

    /** The record that is to be sent next, or again: one is in flight at a time. */
    long sendSeq() {
        return ackedSeq + 1;
    }

    boolean hasUnsent() {
        return sendSeq() < nextSeq;
    }

    boolean ended() {
        return ended;
    }

    LaneProgress progress() {
        return new LaneProgress(nextSeq - 1, ackedSeq, durableSeq, ended);
    }

    /** So many more records are on the disk; the last one may be the end. */
    void stored(int records, boolean end) {
        nextSeq += records;
        ended = ended || end;
    }

    /** The log has records up to this one. */
    void acked(long seq) {
        ackedSeq = Math.max(ackedSeq, Math.min(seq, nextSeq - 1));
    }

    /** Records up to this one are stored for good. False if that is no news. */
    boolean durable(long seq) {
        long upTo = Math.min(seq, nextSeq - 1);
        if (upTo <= durableSeq) {
            return false;
        }
        durableSeq = upTo;
        acked(upTo);
        return true;
    }

    /** The log ends before this record, which it had before. False if that is not so, or long ago. */
    boolean rewind(long expected) {
        if (expected <= durableSeq || expected > ackedSeq) {
            return false;
        }
        ackedSeq = expected - 1;
        return true;
    }

    /** The log did not take a record because it expects another one. False if that one is not here. */
    boolean gap(long sent, long expected) {
        if (expected == sent || expected <= durableSeq || expected > nextSeq) {
            return false;
        }
        ackedSeq = expected - 1;
        return true;
    }
}
