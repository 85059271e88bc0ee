package dev.hawser.agent.farside;

import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.config.AgentHome;
import dev.hawser.agent.config.Exposed;
import dev.hawser.agent.config.HarnessFactory;
import dev.hawser.agent.daemon.Agent;
import dev.hawser.agent.daemon.AgentEnd;
import dev.hawser.agent.daemon.AgentEvents;
import dev.hawser.agent.daemon.AgentSettings;
import dev.hawser.agent.outbox.OutboxLimits;
import dev.hawser.contract.http.LinkSession;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An agent in this process. */
public final class RunningAgent implements AutoCloseable {

    private final Agent agent;
    private final CountDownLatch linked = new CountDownLatch(1);
    private final CompletableFuture<AgentEnd> end;

    public RunningAgent(Path folder, URI server, AgentConfig config) throws IOException {
        AgentHome home = AgentHome.in(folder);
        home.create();
        Files.writeString(home.token(), Gateway.TOKEN + '\n');
        var settings = new AgentSettings(
                home,
                server,
                home.token(),
                "test-desktop",
                new HarnessFactory(home.config()).all(config),
                new Exposed(home.settings()),
                config.slots(),
                OutboxLimits.DEFAULT,
                Duration.ofSeconds(20),
                false);
        agent = new Agent(settings, new AgentEvents() {
            @Override
            public void linked(LinkSession session) {
                linked.countDown();
            }
        });
        end = CompletableFuture.supplyAsync(
                agent::run, task -> Thread.ofPlatform().start(task));
    }

    public RunningAgent awaitLinked() throws InterruptedException {
        if (!linked.await(15, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not linked: " + (end.isDone() ? end.join() : agent.health()));
        }
        return this;
    }

    public Agent agent() {
        return agent;
    }

    /** How it ended; waits for that. */
    public AgentEnd end() {
        return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        agent.stop();
        end();
    }
}
