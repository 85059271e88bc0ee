package dev.hawser.localstack.nats;

import dev.hawser.localstack.identity.NatsAccount;
import dev.hawser.localstack.identity.NatsIdentities;
import java.nio.file.Path;

/** The configuration file of a local server. */
final class NatsConfiguration {

    private NatsConfiguration() {}

    static String of(NatsIdentities identities, Path folder, NatsPorts ports, ClusterMember member) {
        return """
            server_name: "%s"
            host: "127.0.0.1"
            port: %d
            http: "127.0.0.1:%d"

            # A half-open connection is noticed within 15 s.
            ping_interval: "5s"
            ping_max: 2

            operator: "%s"
            system_account: "%s"
            resolver: { type: full, dir: "%s", allow_delete: false, interval: "2m" }

            jetstream { store_dir: "%s", sync_interval: always, max_file_store: 16G, max_memory_store: 64M }
            websocket { host: "127.0.0.1", port: %d, no_tls: true }
            """.formatted(
                                member.name(),
                                ports.client(),
                                ports.monitor(),
                                identities.operatorFile().toAbsolutePath(),
                                identities.publicKey(NatsAccount.SYSTEM),
                                folder.resolve("accounts"),
                                folder.resolve("jetstream"),
                                ports.websocket())
                + member.configuration();
    }
}
