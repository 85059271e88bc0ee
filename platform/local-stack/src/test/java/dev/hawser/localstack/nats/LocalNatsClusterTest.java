package dev.hawser.localstack.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class LocalNatsClusterTest {

    private static final String STREAM = "KEEP";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private NatsIdentities identities;
    private LocalNatsCluster cluster;

    @BeforeEach
    void start() {
        identities = NatsIdentities.in(folder.resolve("identities"));
        cluster = LocalNatsCluster.start(NatsServerBinary.find(), identities, folder.resolve("nats"), 3);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whatThreeServersHoldSurvivesTheDeathOfTheLeader() throws Exception {
        Connection connection = connect();
        retried(() -> connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(STREAM)
                        .subjects("keep")
                        .storageType(StorageType.File)
                        .replicas(cluster.replicas())
                        .build()));
        publish(connection, 20);

        LocalNats leader = leader();
        leader.kill();
        publish(connection, 20);

        assertThat(leader()).isNotEqualTo(leader);

        assertThat(count(connection)).isGreaterThanOrEqualTo(40);

        leader.restart();

        await().atMost(LIMIT).until(leader::isHealthy);
        connection.close();
    }

    private static long count(Connection connection) {
        return retried(() -> connection
                .jetStreamManagement()
                .getStreamInfo(STREAM)
                .getStreamState()
                .getMsgCount());
    }

    private LocalNats leader() {
        return await().atMost(LIMIT)
                .until(() -> cluster.leaderOf(STREAM), Optional::isPresent)
                .orElseThrow();
    }

    /** At least that many are acknowledged; a message whose answer was lost is there twice. */
    private static void publish(Connection connection, int count) {
        for (int number = 0; number < count; number++) {
            retried(() -> connection.jetStream().publish("keep", new byte[100]));
        }
    }

    /** A cluster without a leader answers nothing, or that it cannot. */
    private static <T> T retried(Callable<T> call) {
        return await().atMost(LIMIT).ignoreExceptions().until(call, answer -> answer != null);
    }

    private Connection connect() throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .servers(cluster.clientUrls().split(",", -1))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(100))
                .authHandler(Nats.credentials(
                        identities.credentials(NatsUser.ADMIN_CORE).toString()))
                .build());
    }
}
