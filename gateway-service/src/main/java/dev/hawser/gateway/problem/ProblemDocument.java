package dev.hawser.gateway.problem;

import dev.hawser.contract.error.ProblemCode;

/**
 * A refusal as RFC 9457 writes it, media type {@link #MEDIA_TYPE}.
 *
 * @param type {@code urn:hawser:problem:<code>}
 * @param code what clients may depend on
 * @param detail for people
 * @param instance the path that was asked for
 */
public record ProblemDocument(String type, String title, int status, String code, String detail, String instance) {

    /** The media type of every refusal. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static ProblemDocument of(ProblemCode code, String detail, String path) {
        return new ProblemDocument(
                "urn:hawser:problem:" + code.text(), code.title(), code.status(), code.text(), detail, path);
    }
}
