package dev.hawser.contract.subject;

import java.util.regex.Pattern;

/** What may stand between two dots of a subject of ours. */
public final class SubjectToken {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,96}");

    private SubjectToken() {}

    /** True if the text is one token: 1 to 96 of {@code A-Z a-z 0-9 _ -}. */
    public static boolean isValid(String text) {
        return TOKEN.matcher(text).matches();
    }

    /**
     * Passes a token through.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String require(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a subject token: '" + text + "'");
        }
        return text;
    }

    /**
     * The token at a place of a subject, counted from 0.
     *
     * @throws IllegalArgumentException if the subject has no such token
     */
    public static String at(String subject, int place) {
        String[] tokens = subject.split("\\.", -1);
        if (place >= tokens.length) {
            throw new IllegalArgumentException("no token " + place + " in subject '" + subject + "'");
        }
        return tokens[place];
    }
}
