package dev.hawser.gateway.identity;

import dev.hawser.gateway.web.PublicAddress;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Writes, reads and clears the session cookie; a cookie in use is renewed, so that a session slides. */
@Startup
@ApplicationScoped
public class SessionCookies {

    private static final String PLAIN = "hawser_session";
    private static final String SECURE = "__Host-" + PLAIN;
    private static final String SETTING = "HAWSER_SESSION_KEY (hawser.session.key)";

    private final SessionConfig config;
    private final PublicAddress address;
    private final SessionCipher cipher;
    private final Clock clock;

    SessionCookies(SessionConfig config, PublicAddress address) {
        this.config = config;
        this.address = address;
        this.cipher = cipher(config);
        this.clock = Clock.systemUTC();
    }

    /** Is that the name of a session cookie, of this installation or of one that was here before? */
    public static boolean isOurs(String cookieName) {
        return PLAIN.equals(cookieName) || SECURE.equals(cookieName);
    }

    /** Signs a browser in. */
    public void write(RoutingContext context, String user) {
        Instant expiresAt = clock.instant().plus(config.lifetime());
        context.response()
                .addCookie(cookie(cipher.encrypt(new SessionCipher.Session(user, expiresAt)))
                        .setMaxAge(config.lifetime().toSeconds()));
    }

    /** Signs a browser out. */
    public void clear(RoutingContext context) {
        context.response().addCookie(cookie("").setMaxAge(0));
    }

    /** The session that the request's cookie names, if it still lives. */
    Optional<SessionCipher.Session> read(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(name()))
                .flatMap(cookie -> cipher.decrypt(cookie.getValue()))
                .filter(session -> session.expiresAt().isAfter(clock.instant()));
    }

    /** Writes the cookie anew when a part of its life has passed. */
    void slide(RoutingContext context, SessionCipher.Session session) {
        Duration left = Duration.between(clock.instant(), session.expiresAt());
        if (left.compareTo(config.lifetime().minus(config.refreshAfter())) < 0) {
            write(context, session.user());
        }
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name(), value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(address.isSecure());
    }

    /** The prefix makes browsers refuse the cookie unless it is Secure, of this host alone and for all paths. */
    private String name() {
        return address.isSecure() ? SECURE : PLAIN;
    }

    private static SessionCipher cipher(SessionConfig config) {
        String key = config.key().orElseThrow(() -> new ConfigurationException(SETTING + " is not set"));
        try {
            return new SessionCipher(key);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(SETTING + " must be 32 bytes in base64: " + e.getMessage());
        }
    }
}
