package dev.hawser.contract.http;

/** The headers of proxied exchanges that gateway and agent give a meaning. */
public final class ProxyHeader {

    /** On an answer of the agent itself: the code of its refusal. An upstream cannot send it. */
    public static final String REFUSAL = "Hawser-Refusal";

    /** The address of the client. */
    public static final String FORWARDED_FOR = "X-Forwarded-For";

    /** {@code http} or {@code https}, as the client used it. */
    public static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    /** The host that the client asked for. */
    public static final String FORWARDED_HOST = "X-Forwarded-Host";

    /** The path below which the client finds the upstream; absent if that is the root. */
    public static final String FORWARDED_PREFIX = "X-Forwarded-Prefix";

    private ProxyHeader() {}
}
