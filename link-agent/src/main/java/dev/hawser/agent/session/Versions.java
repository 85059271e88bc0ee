package dev.hawser.agent.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares versions of this program, such as {@code 1.12.0} or {@code 0.1.0-SNAPSHOT}: what follows a dash does not count. */
final class Versions {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,6}))?(?:\\.(\\d{1,6}))?(?:-.*)?");
    private static final int NUMBERS = 3;

    private Versions() {}

    /** True if both are versions and the first one came before the second. */
    static boolean isOlder(String version, String than) {
        Matcher mine = VERSION.matcher(version);
        Matcher wanted = VERSION.matcher(than);
        if (!mine.matches() || !wanted.matches()) {
            return false;
        }
        for (int i = 1; i <= NUMBERS; i++) {
            int difference = Integer.compare(number(mine, i), number(wanted, i));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }

    private static int number(Matcher version, int group) {
        String digits = version.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
