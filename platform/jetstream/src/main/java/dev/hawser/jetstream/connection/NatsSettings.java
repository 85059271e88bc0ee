package dev.hawser.jetstream.connection;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** Where the NATS servers are and who this service is there. */
@ConfigMapping(prefix = "hawser.nats")
interface NatsSettings {

    /** Account CORE; every service has it. */
    Core core();

    /** Account LINKS; the projector has none. */
    Links links();

    /** Account SYS; only the gateway has it. */
    Sys sys();

    /** The connection to account CORE. */
    interface Core {
        /** Addresses, separated by commas. */
        String url();

        /** A {@code .creds} file; none for a server without authentication. */
        Optional<Path> creds();
    }

    /** The connection to the server's own account, at the addresses of CORE. */
    interface Sys {
        /** A {@code .creds} file; without it connections of agents cannot be cut. */
        Optional<Path> creds();
    }

    /** The connection to account LINKS. */
    interface Links {
        /** Addresses, separated by commas. */
        Optional<String> url();

        /** A {@code .creds} file; none for a server without authentication. */
        Optional<Path> creds();
    }
}
