package dev.hawser.jetstream.support;

import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.NatsPorts;
import dev.hawser.localstack.nats.NatsServerBinary;
import java.nio.file.Path;

/** A NATS server of one test class with the real users of the services. */
public final class TestBroker implements AutoCloseable {

    private final NatsIdentities identities;
    private final LocalNats server;

    public TestBroker(Path folder) {
        this.identities = NatsIdentities.in(folder.resolve("identities"));
        this.server = LocalNats.start(NatsServerBinary.find(), identities, folder.resolve("nats"), NatsPorts.ANY);
    }

    public LocalNats server() {
        return server;
    }

    /** A pod of a service with the rights of that service in CORE. */
    public TestPod pod(String service, String id) {
        NatsUser user = switch (service) {
            case "gateway" -> NatsUser.GATEWAY_CORE;
            case "dispatch" -> NatsUser.DISPATCH_CORE;
            case "projector" -> NatsUser.PROJECTOR_CORE;
            default -> throw new IllegalArgumentException(service);
        };
        return new TestPod(server.clientUrl().toString(), identities.credentials(user), service, id);
    }

    /** Someone who may do everything in CORE. */
    public TestPod admin() {
        return new TestPod(
                server.clientUrl().toString(), identities.credentials(NatsUser.ADMIN_CORE), "admin", "admin-1");
    }

    @Override
    public void close() {
        server.close();
    }
}
