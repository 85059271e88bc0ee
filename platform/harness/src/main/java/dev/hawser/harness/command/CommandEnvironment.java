package dev.hawser.harness.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The environment of a program: what is listed and nothing else, so that no credential of the agent leaks into it. */
final class CommandEnvironment {

    /** Names the run, so that what a crashed agent left behind can be found. */
    static final String RUN_ID = "HAWSER_RUN_ID";

    /** Passed on if the agent has them. */
    static final List<String> ALWAYS =
            List.of("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String OURS = "HAWSER_";

    private CommandEnvironment() {}

    /** The variables of one execution, made of those of the agent. */
    static Map<String, String> of(List<String> allowed, Map<String, String> agent, String runId) {
        Map<String, String> environment = new LinkedHashMap<>();
        ALWAYS.forEach(name -> pass(name, agent, environment));
        for (String entry : allowed) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                pass(entry, agent, environment);
            } else {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        environment.put(RUN_ID, runId);
        return environment;
    }

    static void requireEntry(String entry) {
        int equals = entry.indexOf('=');
        String name = equals < 0 ? entry : entry.substring(0, equals);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("env: not NAME or NAME=value: '" + name + "'");
        }
        if (name.startsWith(OURS)) {
            throw new IllegalArgumentException("env: variables of Hawser are never passed on: " + name);
        }
    }

    private static void pass(String name, Map<String, String> from, Map<String, String> to) {
        String value = from.get(name);
        if (value != null) {
            to.put(name, value);
        }
    }
}
