package dev.hawser.gateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.gateway.identity.Token;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The two pages of signing in: one that confirms by itself, and one that says why it did not work. */
final class SignInPages {

    /** Where they are. */
    static final String PATH = "/sign-in";

    private static final String STYLE =
            "body{font:1rem/1.5 system-ui,sans-serif;margin:0;min-height:100vh;display:grid;place-content:center;"
                    + "color-scheme:light dark}main{max-width:28rem;padding:2rem}button{font:inherit;padding:.5rem 1.5rem}";

    /** Programs that only look at links run no scripts, and pages that are rendered ahead are not visible. */
    private static final String SCRIPT = "const go=()=>document.forms[0].submit();"
            + "if(document.prerendering)document.addEventListener('prerenderingchange',go,{once:true});"
            + "else if(document.visibilityState==='visible')go();"
            + "else document.addEventListener('visibilitychange',go,{once:true});";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex"><title>%s</title><style>%s</style></head>
            <body><main><h1>%s</h1>%s</main></body></html>
            """;

    /** The content policy of these pages: their own style and script, by hash, and nothing else. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE) + "'; script-src 'sha256-"
            + hash(SCRIPT) + "'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private SignInPages() {}

    /** A form that uses the code up, and sends itself where scripts run. */
    static String confirm(Token code) {
        String form = "<form method=\"post\" action=\"" + PATH + "\"><input type=\"hidden\" name=\"code\" value=\""
                + code.text() + "\"><button autofocus>Sign in</button></form><script>" + SCRIPT + "</script>";
        return PAGE.formatted("Sign in to Hawser", STYLE, "Sign in to Hawser", form);
    }

    /** The code does not hold. */
    static String refused() {
        String text = "<p>A sign-in link works once, for ten minutes. This one was used already or is too old.</p>"
                + "<p>Get a fresh one where Hawser runs: <code>./hawser up</code> prints one, also while it is running.</p>";
        return PAGE.formatted("Sign-in link not valid", STYLE, "This sign-in link is not valid any more", text);
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
