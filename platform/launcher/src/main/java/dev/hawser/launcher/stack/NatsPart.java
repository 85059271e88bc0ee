package dev.hawser.launcher.stack;

import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.localstack.identity.NatsIdentities;
import dev.hawser.localstack.nats.LocalNats;
import dev.hawser.localstack.nats.NatsPorts;
import dev.hawser.localstack.nats.NatsServerBinary;
import dev.hawser.localstack.process.ChildProcess;
import dev.hawser.localstack.process.Folders;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The NATS server. */
final class NatsPart implements Part {

    private static final NatsPorts PREFERRED = new NatsPorts(4222, 8443, 8222);

    private final StackFolder folder;
    private @Nullable NatsIdentities identities;
    private volatile @Nullable LocalNats server;

    NatsPart(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "nats";
    }

    @Override
    public void start() {
        LocalNats before = server;
        if (before != null) {
            before.restart();
            return;
        }
        var binary = NatsServerBinary.find();
        NatsIdentities minted =
                NatsIdentities.in(Folders.createPrivate(folder.nats()).resolve("identities"));
        identities = minted;
        server = LocalNats.start(binary, minted, folder.nats().resolve("server"), PREFERRED, folder.log(name()));
    }

    @Override
    public void stop() {
        LocalNats running = server;
        if (running != null) {
            running.stop();
        }
    }

    @Override
    public Optional<ChildProcess> process() {
        return Optional.ofNullable(server).map(LocalNats::process);
    }

    LocalNats server() {
        return require(server);
    }

    NatsIdentities identities() {
        return require(identities);
    }

    private static <T> T require(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the NATS server was not started yet");
        }
        return value;
    }
}
