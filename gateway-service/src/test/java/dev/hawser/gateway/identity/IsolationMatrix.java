package dev.hawser.gateway.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What each route does for somebody to whom it does not belong. A route that is not here fails {@link IsolationTest}: add a
 * line for it.
 */
final class IsolationMatrix {

    /** Whose a route's objects are. */
    enum Scope {
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
     */
    record Route(String method, String path, String body, Scope scope) {

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
            new Route("GET", "/api/me", "", Scope.OWN),
            new Route("POST", "/api/sign-out", "", Scope.OWN),
            new Route("POST", "/api/local/sign-in-link", "", Scope.OWN),
            new Route("POST", "/api/threads", "{}", Scope.OWN),
            new Route("GET", "/api/threads", "", Scope.OWN),
            new Route("GET", "/api/threads/{id}", "", Scope.OBJECT),
            new Route("PATCH", "/api/threads/{id}", "{\"title\":\"mine now\"}", Scope.OBJECT),
            new Route("DELETE", "/api/threads/{id}", "", Scope.OBJECT),
            new Route("POST", "/api/threads/{thread}/messages", TEXT, Scope.OBJECT),
            new Route("GET", "/api/threads/{thread}/messages", "", Scope.OBJECT),
            new Route("GET", "/api/threads/{thread}/queue", "", Scope.OBJECT),
            new Route("GET", "/api/threads/{thread}/stream", "", Scope.OBJECT),
            new Route("GET", "/api/threads/{thread}/attach", "", Scope.OBJECT),
            new Route("GET", "/api/runs/{id}", "", Scope.OBJECT),
            new Route("GET", "/api/runs/{id}/records", "", Scope.OBJECT),
            new Route("GET", "/api/runs/{run}/stream", "", Scope.OBJECT),
            new Route("DELETE", "/api/runs/{id}", "", Scope.OBJECT),
            new Route("POST", "/api/runs/{id}/cancel", "", Scope.OBJECT),
            new Route("POST", "/api/runs/{id}/retry", "", Scope.OBJECT),
            new Route("GET", "/api/links", "", Scope.OWN),
            new Route("GET", "/api/links/me", "", Scope.OWN),
            new Route("GET", "/api/links/{id}/status", "", Scope.OBJECT),
            new Route("PATCH", "/api/links/{id}", "{\"paused\":true}", Scope.OBJECT),
            new Route("DELETE", "/api/links/{id}", "", Scope.OBJECT),
            new Route("POST", "/api/links/session", "{}", Scope.AGENT),
            new Route("GET", "/api/watch", "", Scope.OWN),
            new Route("POST", "/api/chat", "", Scope.OWN),
            new Route("GET", "/api/chat/{chat}/stream", "", Scope.OBJECT),
            proxied("GET"));

    /** The proxy takes any method; the API describes GET. */
    private static final List<Route> PROXY = Stream.of("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
            .map(IsolationMatrix::proxied)
            .toList();

    private IsolationMatrix() {}

    private static Route proxied(String method) {
        return new Route(method, "/api/links/{link}/proxy/{upstream}/{path}", "", Scope.OBJECT);
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
