package dev.hawser.gateway.pairing;

import dev.hawser.gateway.web.HtmlPage;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;

/** The pages on which a person lets a desktop in. */
final class DevicePages {

    /** Where they are. */
    static final String PATH = "/device";

    private static final int OK = 200;
    private static final int UNAUTHENTICATED = 401;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;

    private static final String CODE_FORM = "<form method=\"get\" action=\"" + PATH + "\">"
            + "<label>The code on the desktop's screen<br><input name=\"code\" autocomplete=\"off\" autocapitalize=\"characters\""
            + " spellcheck=\"false\" autofocus required maxlength=\"32\" placeholder=\"XXXX-XXXX\"></label>"
            + "<br><button>Continue</button></form>";

    private DevicePages() {}

    /** Nobody is signed in. */
    static void signInFirst(RoutingContext context, String how) {
        HtmlPage.send(context, UNAUTHENTICATED, "Sign in to link a desktop", how);
    }

    /** Which code? */
    static void askForCode(RoutingContext context) {
        HtmlPage.send(context, OK, "Link a desktop", CODE_FORM);
    }

    /** No desktop waits with this code. */
    static void unknown(RoutingContext context) {
        HtmlPage.send(
                context,
                NOT_FOUND,
                "No desktop waits with this code",
                "<p>A code works once, for a quarter of an hour. Look at it again, or run"
                        + " <code>link-agent login</code> once more.</p>" + CODE_FORM);
    }

    /** Codes are not to be guessed. */
    static void tooMany(RoutingContext context, Duration wait) {
        HtmlPage.send(
                context,
                TOO_MANY,
                "Too many codes",
                "<p>Come back in " + Math.max(1, wait.toMinutes() + 1) + " minutes.</p>");
    }

    /** Who is it, what may it do, and did this person start it? */
    static void confirm(
            RoutingContext context, UserCode code, PairingRepository.Waiting waiting, String user, Instant now) {
        Desktop desktop = waiting.desktop();
        long minutes = Duration.between(waiting.since(), now).toMinutes();
        String asked = minutes < 1 ? "just now" : minutes + " min ago";
        String about = "<dl>" + line("Computer", desktop.hostname()) + line("System", desktop.os())
                + line("Asks from", waiting.address() + ", " + asked) + line("Code", code.shown())
                + line("You are", user) + "</dl>";
        String rights =
                "<p>It will execute your messages and may offer web servers of its own to you. What it says about"
                        + " itself is not proved.</p>"
                        + "<p><strong>Did you start this on that computer just now?</strong> If somebody sent you this code or"
                        + " this link, say no.</p>";
        String form = "<form method=\"post\" action=\"" + PATH + "\"><input type=\"hidden\" name=\"code\" value=\""
                + code.letters() + "\"><button name=\"decision\" value=\"approve\">Yes, link it</button>"
                + "<button name=\"decision\" value=\"deny\">No</button></form>";
        HtmlPage.send(context, OK, "Link " + desktop.hostname() + "?", about + rights + form);
    }

    static void approved(RoutingContext context, Desktop desktop) {
        HtmlPage.send(
                context,
                OK,
                desktop.hostname() + " is linked",
                "<p>You can close this page; the computer goes on by itself. <a href=\"/\">Open the console</a></p>");
    }

    static void denied(RoutingContext context, Desktop desktop) {
        HtmlPage.send(context, OK, desktop.hostname() + " was turned away", "<p>It was told so.</p>");
    }

    static void limitReached(RoutingContext context, String why) {
        HtmlPage.send(context, TOO_MANY, "There is no room for one more", "<p>" + HtmlPage.escape(why) + "</p>");
    }

    private static String line(String name, String value) {
        String text = value.isBlank() ? "not told" : value;
        return "<dt>" + name + "</dt><dd>" + HtmlPage.escape(text) + "</dd>";
    }
}
