package dev.hawser.tunnel;

/**
 * In whose name a request is made.
 *
 * @param kind a person or a service
 * @param id its name, 1 to 200 visible ASCII characters
 */
public record TunnelPrincipal(Kind kind, String id) {

    private static final int LONGEST_ID = 200;

    /** What a principal is. */
    public enum Kind {
        USER,
        SERVICE
    }

    public TunnelPrincipal {
        if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not the id of a principal");
        }
    }

    public static TunnelPrincipal user(String id) {
        return new TunnelPrincipal(Kind.USER, id);
    }

    public static TunnelPrincipal service(String id) {
        return new TunnelPrincipal(Kind.SERVICE, id);
    }
}
