package dev.hawser.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.gateway.web.HtmlPage;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;

/** Where somebody who is not signed in has to go. */
@ApplicationScoped
public class SignInAddress {

    private static final String LOCAL =
            "<p>Open a sign-in link first: <code>./hawser up</code> prints one, also while it is running.</p>";

    private final OidcTenant provider;

    SignInAddress(OidcTenant provider) {
        this.provider = provider;
    }

    /**
     * What a page tells somebody who has to sign in first, as HTML.
     *
     * @param uri path and query of the page, where they are brought back to
     */
    public String adviceFor(String uri) {
        if (!provider.isOn()) {
            return LOCAL;
        }
        String address = OidcRoutes.SIGN_IN + "?to=" + URLEncoder.encode(LocalPath.of(uri), UTF_8);
        return "<p><a href=\"" + HtmlPage.escape(address) + "\">Sign in</a></p>";
    }
}
