package dev.hawser.contract.command;

/**
 * Who caused something.
 *
 * @param kind {@code user}, {@code token}, {@code session}, {@code mail} or, in the audit log, {@code link}
 * @param id the id of it
 * @param display a name for people
 */
public record CreatedBy(String kind, String id, String display) {}
