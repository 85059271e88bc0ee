package dev.hawser.gateway.pairing;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person types: eight letters without vowels and without those that look like others (RFC 8628, section 6.1), about
 * 34 bits. Shown with a dash in the middle; capitals, dashes and blanks do not matter when it is typed.
 *
 * @param letters as they are stored
 */
record UserCode(String letters) {

    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final int GROUP = 4;
    private static final int MOST_TYPED = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static UserCode random() {
        var letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new UserCode(letters.toString());
    }

    /** The code that somebody means; empty if it cannot be one. */
    static Optional<UserCode> parse(String typed) {
        if (typed.length() > MOST_TYPED) {
            return Optional.empty();
        }
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        boolean known = letters.chars().allMatch(letter -> ALPHABET.indexOf(letter) >= 0);
        return letters.length() == LENGTH && known ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    /** As people see it. */
    String shown() {
        return letters.substring(0, GROUP) + '-' + letters.substring(GROUP);
    }
}
