package dev.hawser.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.agent.farside.FarSide;
import dev.hawser.agent.farside.Gateway;
import dev.hawser.contract.subject.LinkSubjects;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import io.nats.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRenewalTest {

    @TempDir
    private Path folder;

    private final AtomicLong secondsAhead = new AtomicLong();
    private final InstantSource wall = () -> Instant.now().plusSeconds(secondsAhead.get());
    private final ServerClock clock = new ServerClock(wall);
    private final List<SessionAnswer> ended = new CopyOnWriteArrayList<>();

    @Test
    void aJumpOfTheClockRenewsTheSessionAndReplacesTheConnection() throws Exception {
        try (var far = new FarSide(folder.resolve("far"));
                LinkCredential credential = credential(far);
                NatsConnections connections = connect(far, credential);
                var renewal = new SessionRenewal(
                        credential, clock, connections, ended::add, new ClockJumps(wall, System::nanoTime))) {
            Connection before = connections.connection();
            renewal.start();

            secondsAhead.set(3600);

            await().atMost(Duration.ofSeconds(15))
                    .until(() -> !connections.connection().equals(before));
            assertThat(far.gateway().requests()).hasSize(2);
            assertThat(Duration.between(Instant.now(), clock.instant()).abs()).isLessThan(Duration.ofSeconds(5));
            assertThat(ended).isEmpty();
        }
    }

    private LinkCredential credential(FarSide far) throws IOException, InterruptedException {
        Path token = Files.writeString(folder.resolve("token"), Gateway.TOKEN);
        var client = new SessionClient(far.gateway().url(), new TokenFile(token));
        var identity = new AgentIdentity("machine", "desktop", "os", "1", List.of("runs"), List.of("echo"));
        var credential = new LinkCredential(client::ask, identity, clock, false);
        credential.obtain(reason -> {});
        return credential;
    }

    private static NatsConnections connect(FarSide far, LinkCredential credential) throws InterruptedException {
        NatsConnections connections = NatsConnectionHolder.connect(
                NatsConnectionOptions.agent(far.nats().clientUrl().toString(), "agent", credential.forConnections())
                        .withInboxPrefix(new LinkSubjects(far.link()).inboxPrefix() + '.'));
        assertThat(connections.awaitConnected(Duration.ofSeconds(10))).isTrue();
        return connections;
    }
}
