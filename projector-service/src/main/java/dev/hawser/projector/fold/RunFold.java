package dev.hawser.projector.fold;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.json.Json;
import dev.hawser.contract.json.MalformedJsonException;
import dev.hawser.contract.record.Body;
import dev.hawser.contract.record.Chain;
import dev.hawser.contract.record.ClaimBody;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Fragment;
import dev.hawser.contract.record.RecordKind;
import dev.hawser.contract.record.RunRecord;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fold of one run: follows its log record by record, checks that nothing is missing, and keeps the message of the
 * newest attempt (design 03 §4 "Readers", §6). Confined to one thread at a time; idempotent by seq.
 */
public final class RunFold {

    private static final FoldStep SKIPPED = new FoldStep.Skipped();
    private static final FoldStep FOLDED = new FoldStep.Folded();
    private static final int MAX_REASON_CHARS = 1_000;

    private final String run;
    private final FoldRules rules;
    private LogPosition position = LogPosition.START;
    private LogPosition settled = LogPosition.START;
    private long foldedSeq;
    private long durableSeq;
    private long bytes;
    private @Nullable ClaimMark claim;
    private @Nullable Fragments fragments;
    private @Nullable String poison;
    private MessageFold message;

    /** A run of which nothing is folded. */
    public RunFold(String run, FoldRules rules) {
        this.run = run;
        this.rules = rules;
        this.message = new MessageFold(rules.reader());
    }

    /** Folds one record; a hole leaves the fold as it was. */
    public FoldStep accept(RunRecord record) {
        try {
            return switch (record.kind()) {
                case CLAIM -> poison == null ? claim(record) : SKIPPED;
                case CHUNKS -> poison == null ? write(record) : SKIPPED;
                case END -> poison == null ? write(record) : new FoldStep.Ended(end(record.body()));
            };
        } catch (UnfoldableException e) {
            FoldStep.Poison step = poisoned(String.valueOf(e.getMessage()));
            return record.kind() == RecordKind.END
                    ? new FoldStep.Ended(EndBody.failed(RunErrorCode.POISONED, step.reason()))
                    : step;
        }
    }

    /** Nothing but the end is folded from now on. */
    public FoldStep.Poison poisoned(String reason) {
        String storable = StorableText.cut(reason, MAX_REASON_CHARS);
        poison = storable;
        return new FoldStep.Poison(storable);
    }

    private FoldStep claim(RunRecord record) {
        ClaimMark held = claim;
        if (held != null && held.isSame(record)) {
            position = position.after(record);
            return SKIPPED;
        }
        if (held != null && held.replaces(record)) {
            return SKIPPED;
        }
        ClaimBody body = body(record, ClaimBody.class);
        if (!position.isBefore(record) && !explainsJump(record, body)) {
            return new FoldStep.Hole("claim " + record.id() + " does not follow " + position);
        }
        dropFragments();
        if (held == null || held.isGivenUpBy(body)) {
            message = new MessageFold(rules.reader());
            bytes = 0;
            foldedSeq = 0; // a lost log may have held more of the attempt before
        }
        claim = ClaimMark.of(record, body);
        position = position.after(record);
        foldedSeq = Math.max(foldedSeq, record.seq() - 1);
        settle();
        return FOLDED;
    }

    /** The rest of a chunk never comes: its first records are to be folded again if they do. */
    private void dropFragments() {
        if (fragments != null) {
            fragments = null;
            foldedSeq = durableSeq;
        }
    }

    /**
     * A claim anchors the chain anew where the log was shorter than what is folded, or than the base or start that it
     * names; nothing that counts may be missing before it.
     */
    private boolean explainsJump(RunRecord record, ClaimBody body) {
        long last = record.seq() - 1;
        return last <= (fragments == null ? foldedSeq : durableSeq)
                || (record.follows(Chain.START) && body.from() > last);
    }

    private FoldStep write(RunRecord record) {
        ClaimMark held = claim;
        if (held == null) {
            return new FoldStep.Hole("record " + record.id() + " before any claim");
        }
        if (isBehind(record, held)) {
            return SKIPPED;
        }
        if (record.fence() > held.fence() || !position.isBefore(record)) {
            return new FoldStep.Hole("record " + record.id() + " does not follow " + position);
        }
        position = position.after(record);
        if (record.seq() <= foldedSeq) {
            if (fragments == null) {
                settle();
            }
            return SKIPPED;
        }
        foldedSeq = record.seq();
        return switch (record.kind()) {
            case END -> {
                fragments = null;
                EndBody end = end(record.body());
                settle();
                yield new FoldStep.Ended(end);
            }
            case CHUNKS, CLAIM -> {
                chunks(record);
                yield FOLDED;
            }
        };
    }

    private boolean isBehind(RunRecord record, ClaimMark held) {
        return record.fence() == held.fence() ? record.seq() < position.nextSeq() : record.fence() < held.fence();
    }

    private void chunks(RunRecord record) {
        bytes += record.body().size();
        if (bytes > rules.maxBytes()) {
            throw new UnfoldableException("the run has written more than " + rules.maxBytes() + " bytes");
        }
        Optional<Body> whole =
                record.fragment().map(part -> joined(part, record.body())).orElseGet(() -> alone(record.body()));
        whole.ifPresent(body -> {
            ChunkLines.of(body).forEach(message::apply);
            settle();
        });
    }

    private Optional<Body> alone(Body body) {
        if (fragments != null) {
            throw new UnfoldableException("a chunk was not continued");
        }
        return Optional.of(body);
    }

    private Optional<Body> joined(Fragment fragment, Body body) {
        Fragments open = fragments == null ? Fragments.begin(fragment) : fragments;
        open.add(fragment, body);
        fragments = fragment.isLast() ? null : open;
        return fragment.isLast() ? Optional.of(open.whole()) : Optional.empty();
    }

    private static EndBody end(Body body) {
        return read(body, EndBody.class);
    }

    private static <T> T body(RunRecord record, Class<T> type) {
        return read(record.body(), type);
    }

    private static <T> T read(Body body, Class<T> type) {
        try {
            return Json.read(body.bytes(), type);
        } catch (MalformedJsonException e) {
            throw new UnfoldableException("not the body of this kind of record: " + type.getSimpleName());
        }
    }

    /** What was folded so far is whole: a successor may go on from here. */
    private void settle() {
        settled = position;
        durableSeq = foldedSeq;
    }

    /** The id of the run. */
    public String run() {
        return run;
    }

    /** The fence of the newest claim; 0 before the first. */
    public long fence() {
        return claim == null ? 0 : claim.fence();
    }

    /** The highest seq that is folded, also of a chunk of which fragments are still to come. */
    public long foldedSeq() {
        return foldedSeq;
    }

    /** The highest seq that {@link #state()} contains. */
    public long durableSeq() {
        return durableSeq;
    }

    /** The chain after {@link #durableSeq()}. */
    public Chain chain() {
        return settled.chain();
    }

    /** Why the run cannot be folded; empty as long as it can. */
    public Optional<String> poison() {
        return Optional.ofNullable(poison);
    }

    /** The title that the run gave its thread. */
    public Optional<String> title() {
        return message.title();
    }

    /** How many steps the newest attempt has begun. */
    public int steps() {
        return message.steps();
    }

    /** The text of the last error chunk. */
    public Optional<String> lastError() {
        return message.lastError();
    }

    /** The message as far as it is folded; empty if it has no part. */
    public Optional<FoldedMessage> message() {
        return message.hasContent()
                ? Optional.of(FoldedMessage.of(message, Ids.answerOf(run, claim == null ? 1 : claim.attempt())))
                : Optional.empty();
    }

    /** How far the fold is. */
    public FoldMark mark() {
        return new FoldMark(poison != null, claim, foldedSeq);
    }

    /** Everything that another pod needs to go on after {@link #durableSeq()}. */
    public FoldState state() {
        return new FoldState(
                settled.nextSeq(),
                settled.chain().text(),
                durableSeq,
                bytes,
                Optional.ofNullable(claim).map(FoldState.Claim::of),
                poison(),
                message.state());
    }

    /** Continues from what another pod has stored. */
    public static RunFold restore(String run, FoldRules rules, FoldState state) {
        var fold = new RunFold(run, rules);
        fold.position = new LogPosition(state.nextSeq(), Chain.parse(state.chain()));
        fold.foldedSeq = state.durableSeq();
        fold.bytes = state.bytes();
        fold.claim = state.claim().map(FoldState.Claim::mark).orElse(null);
        fold.poison = state.poison().orElse(null);
        fold.message = MessageFold.restore(rules.reader(), state.message());
        fold.settle();
        return fold;
    }
}
