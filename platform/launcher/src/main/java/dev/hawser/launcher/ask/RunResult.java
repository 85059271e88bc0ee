package dev.hawser.launcher.ask;

import dev.hawser.contract.error.RunErrorCode;
import dev.hawser.launcher.ExitCode;
import java.util.Optional;
import java.util.Set;

/**
 * How a run ended.
 *
 * @param state {@code succeeded}, {@code failed} or {@code cancelled}
 */
record RunResult(String threadId, String runId, String state, Optional<String> errorCode, Optional<String> errorText) {

    private static final Set<String> NOBODY_THERE =
            Set.of(RunErrorCode.LINK_OFFLINE.text(), RunErrorCode.NO_TARGET.text());

    ExitCode exitCode() {
        return switch (state) {
            case "succeeded" -> ExitCode.OK;
            case "cancelled" -> ExitCode.INTERRUPTED;
            default -> errorCode.filter(NOBODY_THERE::contains).isPresent() ? ExitCode.OFFLINE : ExitCode.FAILURE;
        };
    }

    /** For people, who were told of an error already, or of none (the empty text). */
    String explanation(String told) {
        return state
                + errorCode.map(code -> " (" + code + ")").orElse("")
                + errorText
                        .filter(text -> !text.equals(told))
                        .map(text -> ": " + text)
                        .orElse("");
    }
}
