package dev.hawser.localstack.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.process.FreePorts;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalNatsTest {

    @TempDir
    Path folder;

    private NatsIdentities identities;
    private LocalNats nats;

    @BeforeEach
    void start() {
        identities = NatsIdentities.in(folder.resolve("identities"));
        nats = start(NatsPorts.ANY);
    }

    @AfterEach
    void stop() {
        nats.close();
    }

    @Test
    void anAcknowledgedMessageSurvivesAKill() throws Exception {
        Connection before = connect(nats.clientUrl());
        before.jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name("KEEP")
                        .subjects("keep")
                        .storageType(StorageType.File)
                        .build());
        for (int count = 0; count < 50; count++) {
            before.jetStream().publish("keep", new byte[100]);
        }
        before.close();
        URI address = nats.clientUrl();

        nats.kill();
        nats.restart();

        assertThat(nats.clientUrl()).isEqualTo(address);
        Connection after = connect(address);
        assertThat(after.jetStreamManagement()
                        .getStreamInfo("KEEP")
                        .getStreamState()
                        .getMsgCount())
                .isEqualTo(50);
        after.close();
    }

    @Test
    void aLaterStartInTheSameFolderHasTheSamePortsAndUsers() throws Exception {
        URI address = nats.clientUrl();
        nats.close();

        identities = NatsIdentities.in(folder.resolve("identities"));
        nats = start(NatsPorts.ANY);

        assertThat(nats.clientUrl()).isEqualTo(address);
        connect(address).close();
    }

    @Test
    void aPortThatSomebodyHasTakenMeanwhileIsReplaced() throws Exception {
        int port = nats.clientUrl().getPort();
        nats.close();

        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            nats = start(NatsPorts.ANY);
            assertThat(nats.clientUrl().getPort()).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void aPreferredPortIsTakenAtTheFirstStart() {
        int wanted = FreePorts.choose();
        try (var other = LocalNats.start(
                NatsServerBinary.find(), identities, folder.resolve("other"), new NatsPorts(wanted, 0, 0))) {
            assertThat(other.clientUrl().getPort()).isEqualTo(wanted);
        }
    }

    @Test
    void clientsMayComeOverWebSocket() throws Exception {
        Connection connection = connect(nats.websocketUrl());

        assertThat(connection.RTT()).isPositive();
        connection.close();
    }

    @Test
    void aSuspendedServerAnswersAgainWhenItIsResumed() {
        nats.suspend();
        assertThat(nats.isHealthy()).isFalse();

        nats.resume();

        await().untilAsserted(() -> assertThat(nats.isHealthy()).isTrue());
    }

    private LocalNats start(NatsPorts preferred) {
        return LocalNats.start(NatsServerBinary.find(), identities, folder.resolve("server"), preferred);
    }

    private Connection connect(URI address) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(address.toString())
                .authHandler(Nats.credentials(
                        identities.credentials(NatsUser.ADMIN_CORE).toString()))
                .build());
    }
}
