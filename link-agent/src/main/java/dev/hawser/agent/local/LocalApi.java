package dev.hawser.agent.local;

/** The paths that the running agent answers on its socket: HTTP/1.1, one exchange a connection. */
public final class LocalApi {

    /** {@code GET}: an {@link AgentHealth}. */
    public static final String HEALTH = "/v1/health";

    private LocalApi() {}
}
