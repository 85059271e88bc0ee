package dev.hawser.dispatch.ready;

import io.smallrye.config.ConfigMapping;

/** Settings of the rehearsal before a pod says that it is ready. */
@ConfigMapping(prefix = "hawser.dispatch.rehearsal")
interface RehearsalConfig {

    /** How often it goes the path at the same time: once for each connection to Postgres, which is opened by that. */
    int atOnce();
}
