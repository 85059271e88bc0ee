package dev.hawser.gateway.local;

import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.web.HtmlPage;
import io.vertx.ext.web.RoutingContext;

/** The two pages of signing in: one that confirms by itself, and one that says why it did not work. */
final class SignInPages {

    /** Where they are. */
    static final String PATH = "/sign-in";

    private static final int OK = 200;
    private static final int GONE = 410;

    /** Programs that only look at links run no scripts, and pages that are rendered ahead are not visible. */
    private static final String SCRIPT = "const go=()=>document.forms[0].submit();"
            + "if(document.prerendering)document.addEventListener('prerenderingchange',go,{once:true});"
            + "else if(document.visibilityState==='visible')go();"
            + "else document.addEventListener('visibilitychange',go,{once:true});";

    private SignInPages() {}

    /** A form that uses the code up, and sends itself where scripts run. */
    static void confirm(RoutingContext context, Token code) {
        String form = "<form method=\"post\" action=\"" + PATH + "\"><input type=\"hidden\" name=\"code\" value=\""
                + code.text() + "\"><button autofocus>Sign in</button></form>";
        HtmlPage.send(context, OK, "Sign in to Hawser", form, SCRIPT);
    }

    /** The code does not hold. */
    static void refused(RoutingContext context) {
        String text = "<p>A sign-in link works once, for ten minutes. This one was used already or is too old.</p>"
                + "<p>Get a fresh one where Hawser runs: <code>./hawser up</code> prints one, also while it is running.</p>";
        HtmlPage.send(context, GONE, "This sign-in link is not valid any more", text);
    }
}
