package dev.hawser.agent.cli;

import dev.hawser.agent.config.Exposed;
import dev.hawser.agent.config.UpstreamEditor;
import dev.hawser.agent.proxy.Upstream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code link-agent expose}: which local HTTP servers can be reached through the gateway. */
@Command(
        name = "expose",
        mixinStandardHelpOptions = true,
        description = "Choose local HTTP servers that you can reach through the gateway.",
        subcommands = {
            ExposeCommand.AddCommand.class,
            ExposeCommand.ListCommand.class,
            ExposeCommand.RemoveCommand.class
        },
        footer = {
            "",
            "Example:",
            "  link-agent expose add web http://localhost:5173",
            "",
            "It is then at SERVER/api/links/LINK/proxy/web/, for you alone. A running",
            "agent takes a change up at once."
        })
final class ExposeCommand {

    private static Map<String, Object> json(Upstream upstream) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", upstream.name());
        line.put("url", upstream.url());
        line.put("allowHost", upstream.allowHost());
        return line;
    }

    /** {@code link-agent expose add}. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Expose an HTTP server of this machine, or replace the one of that name.",
            footer = {
                "",
                "Examples:",
                "  link-agent expose add web http://localhost:5173",
                "  link-agent expose add printer http://192.168.1.9 --allow-host",
                "",
                "Scheme, host and port are fixed; a path in URL is put before every other.",
                "Exit codes: 0 added, 2 no name or no URL that can be."
            })
    static final class AddCommand implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private Common common;

        @Parameters(index = "0", paramLabel = "NAME", description = "How requests name it: a-z, 0-9 and -.")
        private String name;

        @Parameters(index = "1", paramLabel = "URL", description = "Where it listens.")
        private String url;

        @Option(names = "--allow-host", description = "Allow a host other than this machine.")
        private boolean allowHost;

        @Override
        public Integer call() throws IOException {
            Upstream upstream = upstream();
            new UpstreamEditor(common.home().settings()).add(upstream);
            if (common.json()) {
                common.printJson(json(upstream));
            } else {
                common.err().println("Exposed " + upstream.name() + ": " + upstream.url());
            }
            return ExitCode.OK.number();
        }

        private Upstream upstream() {
            try {
                return Upstream.of(name, url, allowHost);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** {@code link-agent expose list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List what is exposed.",
            footer = {"", "Example:", "  link-agent expose list --json"})
    static final class ListCommand implements Callable<Integer> {

        @Mixin
        private Common common;

        @Override
        public Integer call() {
            for (Upstream upstream : new TreeMap<>(Exposed.of(common.config())).values()) {
                if (common.json()) {
                    common.printJson(json(upstream));
                } else {
                    String other = upstream.allowHost() ? " (other hosts allowed)" : "";
                    common.out().println("%-20s %s%s".formatted(upstream.name(), upstream.url(), other));
                }
            }
            return ExitCode.OK.number();
        }
    }

    /** {@code link-agent expose remove}. */
    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Stop exposing a server; exchanges under way go on to their end.",
            footer = {"", "Example:", "  link-agent expose remove web", "", "Exit codes: 0 removed, 3 no such name."})
    static final class RemoveCommand implements Callable<Integer> {

        @Mixin
        private Common common;

        @Parameters(index = "0", paramLabel = "NAME", description = "The name.")
        private String name;

        @Override
        public Integer call() throws IOException {
            boolean removed = new UpstreamEditor(common.home().settings()).remove(name);
            if (common.json()) {
                common.printJson(Map.of("name", name, "removed", removed));
            }
            if (!removed) {
                common.err().println("Nothing is exposed as '" + name + "'.");
                return ExitCode.OFFLINE.number();
            }
            common.err().println("Not exposed any more: " + name);
            return ExitCode.OK.number();
        }
    }
}
