package dev.hawser.gateway.pairing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.gateway.identity.TestCookies;
import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a desktop and a browser do when a desktop is linked. */
public final class Pairing {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final JsonNode begun;

    private Pairing(JsonNode begun) {
        this.begun = begun;
    }

    /** A desktop of that name asks to be linked. */
    public static Pairing begin(String hostname) {
        return new Pairing(post(
                        "/oauth/device_authorization",
                        "client_id",
                        "link-agent",
                        "hostname",
                        hostname,
                        "os",
                        "Linux",
                        "version",
                        "1.2.3")
                .json());
    }

    JsonNode begun() {
        return begun;
    }

    String userCode() {
        return begun.path("user_code").asText();
    }

    /** The desktop asks how it stands. */
    public Api.Answer poll() {
        return post(
                "/oauth/token",
                "grant_type",
                GRANT,
                "client_id",
                "link-agent",
                "device_code",
                begun.path("device_code").asText());
    }

    /** Somebody says yes or no. */
    public Api.Answer decide(Db.Owner owner, String decision) {
        return post(
                "/device",
                List.of("Cookie", TestCookies.of(owner), "Sec-Fetch-Site", "same-origin"),
                "code",
                userCode(),
                "decision",
                decision);
    }

    static Api.Answer page(Db.Owner owner, String code) {
        return Api.anonymous()
                .get(
                        "/device?code=" + URLEncoder.encode(code, StandardCharsets.UTF_8),
                        "Cookie",
                        TestCookies.of(owner));
    }

    static Api.Answer post(String path, String... form) {
        return post(path, List.of(), form);
    }

    static Api.Answer post(String path, List<String> headers, String... form) {
        var body = new StringBuilder();
        for (int i = 0; i < form.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(form[i])
                    .append('=')
                    .append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
        }
        var all = new ArrayList<>(headers);
        all.addAll(List.of("Content-Type", FORM));
        return Api.anonymous().post(path, body.toString(), all.toArray(String[]::new));
    }
}
