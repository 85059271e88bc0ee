package dev.hawser.gateway.audit;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.gateway.identity.Principal;

/**
 * An entry to be.
 *
 * @param owner whose matter it is
 * @param subject id of the token, link or user that it is about
 * @param address of the client
 * @param detail a few words for people, never a secret; may be empty
 */
public record AuditNote(
        String tenant, String owner, AuditAction action, String subject, CreatedBy by, String address, String detail) {

    private static final int DETAIL_CHARS = 200;

    public AuditNote {
        detail = detail.substring(0, Math.min(DETAIL_CHARS, detail.length()));
    }

    /** What somebody does with their own. */
    public static AuditNote of(
            Principal.Person person, String address, AuditAction action, String subject, String detail) {
        return new AuditNote(person.tenant(), person.owner(), action, subject, person.by(), address, detail);
    }
}
