package dev.hawser.gateway.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What each route does for somebody to whom it does not belong. A route that is not here fails {@link IsolationTest}: add a
 * line for it.
 */
final class IsolationMatrix {

    /** Whose a route's objects are. */
    enum Whose {
        /** Names an object of one owner: for anybody else it is not there. */
        OBJECT,
        /** Shows or makes the caller's own: what is another's does not appear in it. */
        OWN,
        /** For agents with a link token, and nobody else. */
        AGENT
    }

    /**
     * A route.
     *
     * @param path with ids in braces, as OpenAPI writes it
     * @param body empty for none
     * @param needs the scope without which a token does not open it
     */
    record Route(String method, String path, String body, Whose whose, Scope needs) {

        /** As OpenAPI names it. */
        String name() {
            return method.toLowerCase(Locale.ROOT) + ' ' + path;
        }

        /** The path with these ids. */
        String of(Map<String, String> ids) {
            String kind = path.split("/", -1)[2];
            return path.replace("{thread}", id(ids, "threads"))
                    .replace("{run}", id(ids, "runs"))
                    .replace("{link}", id(ids, "links"))
                    .replace("{chat}", id(ids, "chat"))
                    .replace("{upstream}", "web")
                    .replace("{path}", "index.html")
                    .replace("{id}", id(ids, kind));
        }

        boolean changes() {
            return !"GET".equals(method);
        }

        private static String id(Map<String, String> ids, String kind) {
            return ids.getOrDefault(kind, "none");
        }
    }

    private static final String TEXT = "{\"parts\":[{\"type\":\"text\",\"text\":\"hello\"}]}";

    private static final List<Route> ROUTES = List.of(
            new Route("GET", "/api/me", "", Whose.OWN, Scope.READ),
            new Route("POST", "/api/sign-out", "", Whose.OWN, Scope.WRITE),
            new Route("POST", "/api/local/sign-in-link", "", Whose.OWN, Scope.TOKENS),
            new Route("POST", "/api/threads", "{}", Whose.OWN, Scope.WRITE),
            new Route("GET", "/api/threads", "", Whose.OWN, Scope.READ),
            new Route("GET", "/api/threads/{id}", "", Whose.OBJECT, Scope.READ),
            new Route("PATCH", "/api/threads/{id}", "{\"title\":\"mine now\"}", Whose.OBJECT, Scope.WRITE),
            new Route("DELETE", "/api/threads/{id}", "", Whose.OBJECT, Scope.WRITE),
            new Route("POST", "/api/threads/{thread}/messages", TEXT, Whose.OBJECT, Scope.WRITE),
            new Route("GET", "/api/threads/{thread}/messages", "", Whose.OBJECT, Scope.READ),
            new Route("GET", "/api/threads/{thread}/queue", "", Whose.OBJECT, Scope.READ),
            new Route("GET", "/api/threads/{thread}/stream", "", Whose.OBJECT, Scope.READ),
            new Route("GET", "/api/threads/{thread}/attach", "", Whose.OBJECT, Scope.READ),
            new Route("GET", "/api/runs/{id}", "", Whose.OBJECT, Scope.READ),
            new Route("GET", "/api/runs/{id}/records", "", Whose.OBJECT, Scope.READ),
            new Route("GET", "/api/runs/{run}/stream", "", Whose.OBJECT, Scope.READ),
            new Route("DELETE", "/api/runs/{id}", "", Whose.OBJECT, Scope.WRITE),
            new Route("POST", "/api/runs/{id}/cancel", "", Whose.OBJECT, Scope.WRITE),
            new Route("POST", "/api/runs/{id}/retry", "", Whose.OBJECT, Scope.WRITE),
            new Route("POST", "/api/tokens", "{\"name\":\"mine\"}", Whose.OWN, Scope.TOKENS),
            new Route("GET", "/api/tokens", "", Whose.OWN, Scope.TOKENS),
            new Route("GET", "/api/audit", "", Whose.OWN, Scope.READ),
            new Route("DELETE", "/api/tokens/{id}", "", Whose.OBJECT, Scope.TOKENS),
            new Route("GET", "/api/links", "", Whose.OWN, Scope.READ),
            new Route("POST", "/api/links", "{\"label\":\"mine\"}", Whose.OWN, Scope.LINKS),
            new Route("GET", "/api/links/me", "", Whose.OWN, Scope.READ),
            new Route("GET", "/api/links/{id}/status", "", Whose.OBJECT, Scope.READ),
            new Route("PATCH", "/api/links/{id}", "{\"paused\":true}", Whose.OBJECT, Scope.LINKS),
            new Route("DELETE", "/api/links/{id}", "", Whose.OBJECT, Scope.LINKS),
            new Route("POST", "/api/links/session", "{}", Whose.AGENT, Scope.LINKS),
            new Route("GET", "/api/watch", "", Whose.OWN, Scope.READ),
            new Route("POST", "/api/chat", "", Whose.OWN, Scope.WRITE),
            new Route("GET", "/api/chat/{chat}/stream", "", Whose.OBJECT, Scope.READ),
            proxied("GET"));

    /** The proxy takes any method; the API describes GET. */
    private static final List<Route> PROXY = Stream.of("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
            .map(IsolationMatrix::proxied)
            .toList();

    /**
     * Routes without a credential: what a desktop calls before it has one. They show nothing of anybody, and what they give
     * is of use when a person has said yes; PairingTest has them.
     */
    static final Set<String> OPEN =
            Set.of("post /oauth/device_authorization", "post /oauth/token", "post /oauth/revoke");

    private IsolationMatrix() {}

    private static Route proxied(String method) {
        return new Route(method, "/api/links/{link}/proxy/{upstream}/{path}", "", Whose.OBJECT, Scope.PROXY);
    }

    /** The routes of the API by their names. */
    static Map<String, Route> described() {
        var byName = new TreeMap<String, Route>();
        ROUTES.forEach(route -> byName.put(route.name(), route));
        return byName;
    }

    /** All routes. */
    static List<Route> all() {
        return Stream.concat(ROUTES.stream(), PROXY.stream()).toList();
    }
}
