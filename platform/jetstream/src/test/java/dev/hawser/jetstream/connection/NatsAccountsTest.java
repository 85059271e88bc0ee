package dev.hawser.jetstream.connection;

import static dev.hawser.jetstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.jetstream.health.NatsReadiness;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.NatsPorts;
import dev.hawser.localstack.nats.NatsServerBinary;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsAccountsTest {

    @Test
    void aServiceStartsWithoutNatsIsNotReadyAndConnectsWhenItComes(@TempDir Path folder) {
        var identities = NatsIdentities.in(folder.resolve("identities"));
        try (var server = LocalNats.start(NatsServerBinary.find(), identities, folder.resolve("nats"), NatsPorts.ANY)) {
            server.stop();
            var accounts = accounts(server.clientUrl().toString(), identities, Optional.empty());
            var readiness = new NatsReadiness(accounts);

            accounts.start(new StartupEvent(), accounts.pod());
            assertThat(accounts.open()).containsOnlyKeys(NatsAccounts.CORE);
            assertThat(await(readiness.call()).getStatus()).isEqualTo(Status.DOWN);
            server.restart();

            await().until(() -> await(readiness.call()).getStatus() == Status.UP);
            accounts.stop(new ShutdownEvent());
        }
    }

    @Test
    void aServerThatDoesNotAnswerMakesThePodNotReadyWithinASecond(@TempDir Path folder) {
        var identities = NatsIdentities.in(folder.resolve("identities"));
        try (var server = LocalNats.start(NatsServerBinary.find(), identities, folder.resolve("nats"), NatsPorts.ANY)) {
            var accounts = accounts(
                    server.clientUrl().toString(),
                    identities,
                    Optional.of(identities.credentials(NatsUser.DISPATCH_LINKS)));
            var readiness = new NatsReadiness(accounts);
            accounts.start(new StartupEvent(), accounts.pod());
            assertThat(accounts.open()).containsOnlyKeys(NatsAccounts.CORE, NatsAccounts.LINKS);
            await().until(() -> await(readiness.call()).getStatus() == Status.UP);

            server.suspend();
            var answer = readiness.call().subscribeAsCompletionStage();

            assertThat(answer).succeedsWithin(Duration.ofMillis(1800));
            assertThat(answer.join().getStatus()).isEqualTo(Status.DOWN);
            server.resume();
            await().until(() -> await(readiness.call()).getStatus() == Status.UP);
            accounts.stop(new ShutdownEvent());
        }
    }

    @Test
    void aPodHasTheNameThatItWasGivenOrOneOfItsHost() {
        assertThat(Pod.on("Node 7.example", "gateway").id()).matches("Node-7-example-[0-9a-f]{8}");
        assertThat(Pod.on("", "gateway").id()).matches("gateway-[0-9a-f]{8}");
        assertThat(Pod.on("n", "gateway")).isNotEqualTo(Pod.on("n", "gateway"));
        assertThat(new Service(Optional.of("dispatch-2")).podId()).contains("dispatch-2");
    }

    private static NatsAccounts accounts(String url, NatsIdentities identities, Optional<Path> linksCredentials) {
        return new NatsAccounts(
                new Settings(url, identities.credentials(NatsUser.DISPATCH_CORE), linksCredentials),
                new Service(Optional.of("dispatch-1")));
    }

    private record Service(Optional<String> podId) implements ServiceSettings {

        @Override
        public String service() {
            return "dispatch";
        }
    }

    private record Settings(String url, Path coreCredentials, Optional<Path> linksCredentials) implements NatsSettings {

        @Override
        public NatsSettings.Core core() {
            return new NatsSettings.Core() {
                @Override
                public String url() {
                    return url;
                }

                @Override
                public Optional<Path> creds() {
                    return Optional.of(coreCredentials);
                }
            };
        }

        @Override
        public NatsSettings.Links links() {
            return new NatsSettings.Links() {
                @Override
                public Optional<String> url() {
                    return Optional.of(url);
                }

                @Override
                public Optional<Path> creds() {
                    return linksCredentials;
                }
            };
        }

        @Override
        public NatsSettings.Sys sys() {
            return Optional::empty;
        }
    }
}
