package dev.hawser.projector.commit;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.contract.record.EndBody;
import dev.hawser.contract.record.Outcome;
import dev.hawser.projector.fold.FoldedMessage;
import dev.hawser.projector.fold.RunFold;
import dev.hawser.projector.fold.StorableText;
import java.util.Optional;

/**
 * The terminal state of a run, as its log tells it.
 *
 * @param errorCode present exactly when it failed
 * @param errorText for people
 */
public record Terminal(Outcome outcome, Optional<String> errorCode, Optional<String> errorText) {

    private static final int MAX_TEXT = 8_000;
    private static final int MAX_CODE = 64;

    /** What the end record and the fold before it make of a run. */
    public static Terminal of(EndBody end, RunFold fold) {
        return switch (end.outcome()) {
            case SUCCEEDED -> succeeded(fold);
            case FAILED -> failed(end.errorCode().orElse(RunErrorCode.HARNESS_FAILED.text()), end.errorText());
            case CANCELLED -> new Terminal(Outcome.CANCELLED, Optional.empty(), Optional.empty());
        };
    }

    /** The end of a run whose message cannot be stored. */
    static Terminal unstorable(String reason) {
        return failed(RunErrorCode.POISONED.text(), Optional.of(reason));
    }

    private static Terminal succeeded(RunFold fold) {
        if (fold.poison().isPresent()) {
            return failed(RunErrorCode.POISONED.text(), fold.poison());
        }
        if (fold.message().filter(FoldedMessage::visible).isEmpty()) {
            return failed(
                    RunErrorCode.EMPTY.text(),
                    fold.lastError().or(() -> Optional.of("The run ended without an answer.")));
        }
        return new Terminal(Outcome.SUCCEEDED, Optional.empty(), Optional.empty());
    }

    private static Terminal failed(String code, Optional<String> text) {
        return new Terminal(
                Outcome.FAILED,
                Optional.of(StorableText.cut(code, MAX_CODE)),
                text.map(full -> StorableText.cut(full, MAX_TEXT)));
    }
}
