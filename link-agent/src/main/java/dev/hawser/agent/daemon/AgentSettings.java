package dev.hawser.agent.daemon;

import dev.hawser.agent.config.AgentHome;
import dev.hawser.agent.outbox.OutboxLimits;
import dev.hawser.agent.proxy.Upstream;
import dev.hawser.agent.run.Harnesses;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What an agent is started with: file, environment and options put together.
 *
 * @param server where sessions are asked for
 * @param token the file with the link token
 * @param name how this desktop is shown
 * @param slots harnesses that may be at work at a time
 * @param upstreams what is exposed at the moment when it is asked
 * @param drain how long running harnesses may go on after a request to stop
 * @param takeOver take the link from another machine that uses it
 */
public record AgentSettings(
        AgentHome home,
        URI server,
        Path token,
        String name,
        Harnesses harnesses,
        Supplier<Map<String, Upstream>> upstreams,
        int slots,
        OutboxLimits outbox,
        Duration drain,
        boolean takeOver) {}
