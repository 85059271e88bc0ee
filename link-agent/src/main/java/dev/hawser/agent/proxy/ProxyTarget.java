package dev.hawser.agent.proxy;

import dev.hawser.contract.work.AgentPath;
import java.util.Locale;
import java.util.Optional;

/**
 * A request target {@code /proxy/<upstream>/<rest>} taken apart.
 *
 * @param upstream the name
 * @param rest path and query behind it, starting with a slash
 */
record ProxyTarget(String upstream, String rest) {

    /** Empty if the target is not one of the proxy's. */
    static Optional<ProxyTarget> of(String target) {
        if (!target.startsWith(AgentPath.PROXY)) {
            return Optional.empty();
        }
        String behind = target.substring(AgentPath.PROXY.length());
        int end = firstOf(behind, "/?");
        String rest = behind.substring(end);
        return Optional.of(new ProxyTarget(behind.substring(0, end), rest.startsWith("/") ? rest : '/' + rest));
    }

    /** The path without the query. */
    String path() {
        return rest.substring(0, firstOf(rest, "?"));
    }

    /** Does a path climb? Encoded dots count: servers decode them. */
    static boolean hasDotSegment(String path) {
        for (String segment : path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("[/\\\\]|%2f|%5c", -1)) {
            if (".".equals(segment) || "..".equals(segment)) {
                return true;
            }
        }
        return false;
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
