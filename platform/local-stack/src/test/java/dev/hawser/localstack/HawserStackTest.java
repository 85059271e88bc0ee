package dev.hawser.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.localstack.identity.NatsUser;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class HawserStackTest {

    @Test
    void aTestGetsAServerWithJetStreamAndADatabase() throws Exception {
        HawserStack stack = HawserStack.shared();
        var settings = stack.settings();

        var options = Options.builder()
                .server(settings.get("HAWSER_NATS_CORE_URL"))
                .authHandler(Nats.credentials(settings.get("HAWSER_NATS_CORE_CREDS")))
                .build();
        var nats = Nats.connect(options);
        try {
            var stream = StreamConfiguration.builder()
                    .name("PROBE")
                    .subjects("probe.>")
                    .storageType(StorageType.File)
                    .build();
            nats.jetStreamManagement().addStream(stream);
            assertThat(nats.jetStream().publish("probe.one", new byte[] {1}).getSeqno())
                    .isEqualTo(1);
        } finally {
            nats.close();
        }
        try (var connection = stack.postgres().connect(HawserStack.DATABASE);
                var statement = connection.createStatement();
                var found = statement.executeQuery("select current_database(), version()")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo("hawser");
            assertThat(found.getString(2)).startsWith("PostgreSQL 18");
        }
    }

    @Test
    void aServiceGetsItsOwnUsersAndTheGatewayTheKeysOfLinks() {
        HawserStack stack = HawserStack.shared();

        var gateway = stack.settingsFor("gateway");
        var projector = stack.settingsFor("projector");

        assertThat(gateway)
                .containsEntry(
                        "HAWSER_NATS_CORE_CREDS", absolute(stack.identities().credentials(NatsUser.GATEWAY_CORE)))
                .containsKeys(
                        "HAWSER_NATS_LINKS_CREDS",
                        "HAWSER_NATS_SYS_CREDS",
                        "NATS_ACCOUNT_SIGNING_KEY",
                        "NATS_OPERATOR_JWT",
                        "NATS_PUBLIC_URL");
        assertThat(projector)
                .containsKeys("HAWSER_NATS_CORE_CREDS", "HAWSER_DATABASE_URL")
                .doesNotContainKeys("HAWSER_NATS_LINKS_CREDS", "NATS_ACCOUNT_SIGNING_KEY");
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().toString();
    }
}
