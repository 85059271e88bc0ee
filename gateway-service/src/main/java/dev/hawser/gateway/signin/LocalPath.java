package dev.hawser.gateway.signin;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where somebody is brought after signing in: a path of this site, and never another site. */
final class LocalPath {

    private static final String CONSOLE = "/";

    /** One slash and no second, no backslash, no control character, nothing that names a host. */
    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[\\w\\-./?=&%~+,:@]{0,500}");

    private LocalPath() {}

    /** The path that was asked for if it is one of this site, else the console. */
    static String of(@Nullable String wanted) {
        return wanted != null && PATH.matcher(wanted).matches() ? wanted : CONSOLE;
    }
}
