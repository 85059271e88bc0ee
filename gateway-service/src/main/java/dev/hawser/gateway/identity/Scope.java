package dev.hawser.gateway.identity;

import dev.hawser.gateway.problem.ProblemException;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an API token lets its bearer do; a person in a browser may do all of it (design 06, Identity). */
public enum Scope {
    /** Look at everything, streams included. */
    READ,
    /** Change threads, post messages, cancel and retry runs. */
    WRITE,
    /** Rename, pause and revoke links. */
    LINKS,
    /** Reach what desktops expose, with any method. */
    PROXY,
    /** List, make and revoke tokens, and sign a browser in. */
    TOKENS;

    private static final String LINKS_PATH = "/api/links/";
    private static final Set<Scope> ALL = Set.copyOf(EnumSet.allOf(Scope.class));

    /** Every scope. */
    public static Set<Scope> all() {
        return ALL;
    }

    /**
     * What a request needs. The scope is asked before any object is looked up, so that a refusal tells nothing of it.
     *
     * @param path the normalized path
     */
    static Scope of(HttpMethod method, String path) {
        if (isProxied(path)) {
            return PROXY;
        }
        if (path.equals("/api/tokens") || path.startsWith("/api/tokens/") || path.startsWith("/api/local/")) {
            return TOKENS;
        }
        if (HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method)) {
            return READ;
        }
        return path.equals("/api/links") || path.startsWith(LINKS_PATH) ? LINKS : WRITE;
    }

    /**
     * The scopes with these names, as somebody asks for them.
     *
     * @throws ProblemException {@code invalid} if there is no such scope
     */
    public static Set<Scope> parse(Collection<String> names) {
        return names.stream()
                .map(name -> find(name)
                        .orElseThrow(() ->
                                ProblemException.invalid("scopes are some of " + String.join(", ", texts(ALL)) + ".")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The scopes with these names, as they are stored; what only a newer version knows is left out. */
    static Set<Scope> known(Collection<String> names) {
        return names.stream().flatMap(name -> find(name).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The names of these scopes, in the order in which they stand above. */
    public static String[] texts(Set<Scope> scopes) {
        return scopes.stream().sorted().map(Scope::text).toArray(String[]::new);
    }

    /** Its name in JSON and in the database. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Scope> find(String name) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(name))
                .findFirst();
    }

    private static boolean isProxied(String path) {
        if (!path.startsWith(LINKS_PATH)) {
            return false;
        }
        int afterId = path.indexOf('/', LINKS_PATH.length());
        return afterId > 0
                && (path.startsWith("/proxy/", afterId)
                        || path.substring(afterId).equals("/proxy"));
    }
}
