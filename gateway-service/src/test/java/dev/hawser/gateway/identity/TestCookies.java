package dev.hawser.gateway.identity;

import dev.hawser.gateway.support.Db;
import java.time.Instant;
import java.util.Base64;

/** Cookies of people who are signed in, for tests of other packages. */
public final class TestCookies {

    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private TestCookies() {}

    /** A {@code Cookie} header's value. */
    public static String of(Db.Owner owner) {
        var session = new SessionCipher.Session(owner.id(), Instant.now().plusSeconds(12 * 3600));
        return "hawser_session=" + new SessionCipher(KEY).encrypt(session);
    }
}
