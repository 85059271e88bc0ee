package dev.hawser.agent.cli;

import dev.hawser.agent.daemon.AgentEvents;
import dev.hawser.agent.daemon.AgentSettings;
import dev.hawser.contract.http.LinkSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells the person, or with {@code --json} the program, that started the agent what happens. */
final class UpOutput implements AgentEvents {

    private final Common common;
    private final AgentSettings settings;
    private final AtomicBoolean toldWaiting = new AtomicBoolean();
    private final AtomicBoolean toldLinked = new AtomicBoolean();

    UpOutput(Common common, AgentSettings settings) {
        this.common = common;
        this.settings = settings;
    }

    @Override
    public void waiting(String reason) {
        if (toldWaiting.compareAndSet(false, true)) {
            common.err().println(reason + "; trying again until it works.");
            print("waiting", Map.of("reason", reason));
        }
    }

    @Override
    public void linked(LinkSession session) {
        if (toldLinked.compareAndSet(false, true)) {
            String harnesses = String.join(", ", settings.harnesses().names());
            common.err()
                    .println("Linked as " + session.linkId() + " (" + settings.name() + "), harnesses: " + harnesses);
            print("linked", Map.of("linkId", session.linkId()));
        }
    }

    @Override
    public void stopping(int activeRuns) {
        common.err().println(activeRuns == 0 ? "Stopping." : "Stopping; waiting for " + activeRuns + " runs to end.");
        print("stopping", Map.of("activeRuns", activeRuns));
    }

    private void print(String event, Map<String, Object> details) {
        if (common.json()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("event", event);
            line.putAll(details);
            common.printJson(line);
        }
    }
}
