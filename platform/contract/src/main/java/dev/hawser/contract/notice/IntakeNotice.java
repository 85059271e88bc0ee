package dev.hawser.contract.notice;

import dev.hawser.contract.command.CommandIdentity;
import java.util.Optional;

/**
 * A command was carried out, or refused.
 *
 * @param code the {@link dev.hawser.contract.error.ProblemCode#text()} of a refusal
 */
public record IntakeNotice(String threadId, String kind, String id, String hash, Optional<String> code) {

    /** The notice for a command. */
    public static IntakeNotice of(CommandIdentity command, Optional<String> code) {
        return new IntakeNotice(command.threadId(), command.kind(), command.id(), command.hash(), code);
    }

    /** True if this notice is about that command. */
    public boolean isAbout(CommandIdentity command) {
        return threadId.equals(command.threadId())
                && kind.equals(command.kind())
                && id.equals(command.id())
                && hash.equals(command.hash());
    }
}
