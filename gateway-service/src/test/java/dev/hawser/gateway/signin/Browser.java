package dev.hawser.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.World;
import java.io.IOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a browser does when somebody signs in: cookies and redirects. */
final class Browser {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int MOST_REDIRECTS = 5;

    private final Map<String, HttpCookie> cookies = new TreeMap<>();

    /** What it got. */
    record Page(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        JsonNode json() {
            return Json.tree(body());
        }

        boolean isRedirect() {
            return response.headers().firstValue("Location").isPresent();
        }

        URI location() {
            return response.uri()
                    .resolve(response.headers().firstValue("Location").orElseThrow());
        }

        /** The query of the address that it sends the browser to. */
        Map<String, String> query() {
            Map<String, String> query = new LinkedHashMap<>();
            for (String pair : location().getRawQuery().split("&", -1)) {
                String[] sides = pair.split("=", 2);
                query.put(sides[0], URLDecoder.decode(sides[1], UTF_8));
            }
            return query;
        }
    }

    Map<String, HttpCookie> cookies() {
        return cookies;
    }

    /** A page of the gateway. */
    Page get(String path) {
        return fetch(Api.uri(path));
    }

    /** Opens an address of the gateway, and those that it sends the browser to below {@code /auth}. */
    Page follow(URI address) {
        Page page = fetch(address);
        for (int i = 0; i < MOST_REDIRECTS && page.isRedirect(); i++) {
            if (!page.location().getPath().startsWith("/auth")) {
                return page;
            }
            page = fetch(page.location());
        }
        return page;
    }

    /** Signs in on the provider's page; where it sends the browser. */
    URI signInAt(URI authorize, String subject, String claims) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(authorize)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(Map.of("username", subject, "claims", claims))))
                .build());
        return URI.create(answer.headers()
                .firstValue("Location")
                .orElseThrow(() -> new AssertionError(answer.statusCode() + ": " + answer.body())));
    }

    /** A token that the provider gives a client for somebody. */
    String idToken(String issuerName, String client, String subject, String claims) {
        URI issuer = URI.create(World.setting("hawser.oidc.issuer")).resolve("/" + issuerName);
        Map<String, String> asked = new LinkedHashMap<>(Map.of(
                "client_id", client, "response_type", "code", "redirect_uri", "http://localhost/x", "scope", "openid"));
        URI back = signInAt(URI.create(issuer + "/authorize?" + form(asked)), subject, claims);
        String code = back.getQuery().replaceAll(".*code=([^&]+).*", "$1");
        HttpResponse<String> tokens = send(HttpRequest.newBuilder(URI.create(issuer + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(Map.of(
                        "grant_type", "authorization_code",
                        "code", code,
                        "redirect_uri", "http://localhost/x",
                        "client_id", client,
                        "client_secret", "any"))))
                .build());
        return Json.tree(tokens.body()).path("id_token").asText();
    }

    private Page fetch(URI address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(LONGEST);
        String sent = cookies.values().stream()
                .filter(cookie -> cookie.getPath() == null || address.getPath().startsWith(cookie.getPath()))
                .map(cookie -> cookie.getName() + '=' + cookie.getValue())
                .collect(Collectors.joining("; "));
        if (!sent.isEmpty()) {
            request.header("Cookie", sent);
        }
        HttpResponse<String> response = send(request.build());
        for (String line : response.headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(line)) {
                if (cookie.getMaxAge() == 0) {
                    cookies.remove(cookie.getName());
                } else {
                    cookies.put(cookie.getName(), cookie);
                }
            }
        }
        return new Page(response);
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }
}
