package dev.hawser.agent.farside;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.NatsPorts;
import dev.hawser.localstack.nats.NatsServerBinary;
import dev.hawser.tunnel.identity.SigningKeys;
import java.nio.file.Path;

/** A real NATS server with what agents meet there. */
public final class FarSide implements AutoCloseable {

    private final String link = Ids.next(IdPrefix.LNK);
    private final LocalNats nats;
    private final Gateway gateway;
    private final Dispatch dispatch;

    public FarSide(Path folder) throws InterruptedException {
        NatsIdentities identities = NatsIdentities.in(folder.resolve("identities"));
        nats = LocalNats.start(NatsServerBinary.find(), identities, folder.resolve("nats"), NatsPorts.ANY);
        gateway = new Gateway(identities, nats.clientUrl(), link);
        dispatch = new Dispatch(
                nats.clientUrl(),
                identities.credentials(NatsUser.DISPATCH_LINKS),
                SigningKeys.parse(identities.callerKey()),
                link);
        if (!dispatch.awaitConnected()) {
            throw new IllegalStateException("no connection to the server");
        }
    }

    public String link() {
        return link;
    }

    public LocalNats nats() {
        return nats;
    }

    public Gateway gateway() {
        return gateway;
    }

    public Dispatch dispatch() {
        return dispatch;
    }

    @Override
    public void close() {
        dispatch.close();
        gateway.close();
        nats.close();
    }
}
