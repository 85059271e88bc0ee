package dev.hawser.agent.cli;

import dev.hawser.agent.run.Harnesses;
import dev.hawser.harness.Harness;
import dev.hawser.harness.HarnessEnd;
import dev.hawser.harness.HarnessRun;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code link-agent harness}: shows and tries what answers runs here. */
@Command(
        name = "harness",
        mixinStandardHelpOptions = true,
        description = "Show and try the configured harnesses.",
        subcommands = {HarnessCommand.ListCommand.class, HarnessCommand.TestCommand.class})
final class HarnessCommand {

    /** {@code link-agent harness list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List the harnesses; the default one has a star.",
            footer = {"", "Example:", "  link-agent harness list"})
    static final class ListCommand implements Callable<Integer> {

        @Mixin
        private Common common;

        @Override
        public Integer call() {
            Harnesses harnesses = common.harnesses(common.config());
            for (String name : harnesses.names()) {
                boolean standard = name.equals(harnesses.standard());
                if (common.json()) {
                    common.printJson(Map.of("name", name, "default", standard));
                } else {
                    common.out().println(name + (standard ? " *" : ""));
                }
            }
            return ExitCode.OK.number();
        }
    }

    /** {@code link-agent harness test}. */
    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Let a harness answer a text, without any server.",
            footer = {
                "",
                "Example:",
                "  link-agent harness test echo \"hello there\"",
                "",
                "Exit codes: 0 answered, 1 failed, 3 no such harness."
            })
    static final class TestCommand implements Callable<Integer> {

        @Mixin
        private Common common;

        @Parameters(index = "0", paramLabel = "NAME", description = "The harness.")
        private String name;

        @Parameters(index = "1", paramLabel = "TEXT", defaultValue = "hello", description = "What it is asked.")
        private String text;

        @Override
        public Integer call() throws InterruptedException {
            Optional<Harness> harness = common.harnesses(common.config()).find(name);
            if (harness.isEmpty()) {
                common.err().println("There is no harness '" + name + "'.");
                return ExitCode.OFFLINE.number();
            }
            HarnessRun run = harness.get().start(TrialItem.of(text), new PrintingSink(common));
            var stop = new Thread(run::cancel, "stop");
            Runtime.getRuntime().addShutdownHook(stop);
            return switch (run.end().join()) {
                case HarnessEnd.Succeeded() -> ExitCode.OK.number();
                case HarnessEnd.Cancelled() -> ExitCode.FAILURE.number();
                case HarnessEnd.Failed(var code, String reason) -> {
                    common.err().println(code.text() + ": " + reason);
                    yield ExitCode.FAILURE.number();
                }
            };
        }
    }
}
