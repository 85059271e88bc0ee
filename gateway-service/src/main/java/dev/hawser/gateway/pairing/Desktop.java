package dev.hawser.gateway.pairing;

import java.util.stream.Collectors;

/**
 * What a desktop says of itself when it asks to be linked; nothing of it is proved.
 *
 * @param hostname 1 to 100 characters
 * @param os at most 100 characters
 * @param cliVersion at most 50 characters
 */
record Desktop(String hostname, String os, String cliVersion) {

    private static final int NAME_CHARS = 100;
    private static final int VERSION_CHARS = 50;

    /** Takes what can be shown of these texts. */
    static Desktop of(String hostname, String os, String cliVersion) {
        String name = plain(hostname, NAME_CHARS);
        return new Desktop(name.isEmpty() ? "desktop" : name, plain(os, NAME_CHARS), plain(cliVersion, VERSION_CHARS));
    }

    /** Without control characters, and without those that turn the direction of a text. */
    private static String plain(String text, int most) {
        return text.codePoints()
                .filter(point -> !Character.isISOControl(point) && Character.getType(point) != Character.FORMAT)
                .limit(most)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .strip();
    }
}
