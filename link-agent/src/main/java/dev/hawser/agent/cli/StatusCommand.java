package dev.hawser.agent.cli;

import dev.hawser.agent.local.AgentHealth;
import dev.hawser.agent.local.LocalClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code link-agent status}: asks the running agent how it is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Show whether the agent runs and can do its work.",
        footer = {"", "Example:", "  link-agent status --json", "", "Exit codes: 0 healthy, 3 degraded or down."})
final class StatusCommand implements Callable<Integer> {

    @Mixin
    private Common common;

    @Override
    public Integer call() {
        Optional<AgentHealth> health = new LocalClient(common.home().socket()).health();
        if (health.isEmpty()) {
            if (common.json()) {
                common.printJson(Map.of("state", "down"));
            } else {
                common.out().println("down");
            }
            common.err().println("No agent is running; start one with 'link-agent up --foreground'.");
            return ExitCode.OFFLINE.number();
        }
        if (common.json()) {
            common.printJson(health.get());
        } else {
            print(health.get());
        }
        boolean healthy = health.get().state() == AgentHealth.State.HEALTHY;
        return (healthy ? ExitCode.OK : ExitCode.OFFLINE).number();
    }

    private void print(AgentHealth health) {
        line("state", health.state().text());
        health.advice().ifPresent(advice -> line("advice", advice));
        health.linkId().ifPresent(link -> line("link", link));
        health.server().ifPresent(server -> line("server", server));
        health.natsUrl().ifPresent(url -> line("broker", url));
        health.rttMs().ifPresent(millis -> line("round trip", "%.1f ms".formatted(millis)));
        health.sessionExpiresAt().ifPresent(at -> line("session until", at.toString()));
        line("harnesses", String.join(", ", health.harnesses()));
        line(
                "runs",
                health.activeRuns() + " active, " + health.freeSlots() + " free slots, " + health.heldRuns() + " held");
        line("outbox", health.outboxBytes() + " bytes");
        line("process", health.pid() + ", version " + health.version() + ", since " + health.startedAt());
    }

    private void line(String name, String value) {
        common.out().println("%-14s %s".formatted(name, value));
    }
}
