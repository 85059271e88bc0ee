package dev.hawser.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A small page that the gateway writes itself, outside of the console: one question or one sentence. */
public final class HtmlPage {

    private static final String STYLE =
            "body{font:1rem/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-content:center;"
                    + "color-scheme:light dark}main{max-width:28rem;padding:2rem}"
                    + "button,input{font:inherit;padding:.5rem 1rem}button{margin:.5rem .5rem 0 0}"
                    + "dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{opacity:.7}dd{margin:0;"
                    + "overflow-wrap:anywhere}";

    private HtmlPage() {}

    /**
     * Ends an exchange with a page.
     *
     * @param heading plain text
     * @param body HTML; texts of others come in by {@link #escape(String)}
     */
    public static void send(RoutingContext context, int status, String heading, String body) {
        send(context, status, heading, body, "");
    }

    /** The same with a script, which is the only one that the page runs. */
    public static void send(RoutingContext context, int status, String heading, String body, String script) {
        String title = escape(heading);
        String whole = script.isEmpty() ? body : body + "<script>" + script + "</script>";
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("Content-Security-Policy", policy(script))
                .end(page(title, whole));
    }

    /** A text as HTML. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex"><title>%s</title><style>%s</style></head>
                <body><main><h1>%s</h1>%s</main></body></html>
                """.formatted(title, STYLE, title, body);
    }

    /** The page's own style and script, by hash, and nothing else. */
    private static String policy(String script) {
        String scripts = script.isEmpty() ? "" : "script-src 'sha256-" + hash(script) + "'; ";
        return "default-src 'none'; style-src 'sha256-" + hash(STYLE) + "'; " + scripts
                + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    private static String hash(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
