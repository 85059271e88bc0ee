package dev.hawser.tunnel.engine;

import java.security.SecureRandom;

/** Random names of processes, safe as one token of a subject. */
public final class Tokens {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 20;

    private Tokens() {}

    /** A token of 100 random bits. */
    public static String random() {
        var random = new SecureRandom();
        var token = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return token.toString();
    }
}
