package dev.hawser.jetstream.catalogue;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How the JetStream streams are stored. */
@ConfigMapping(prefix = "hawser.jetstream")
interface CatalogueSettings {

    /** Copies of each stream: 1, or 3 in a cluster. */
    @WithDefault("1")
    int replicas();

    /** What HW_COMMANDS may hold. */
    @WithDefault("1G")
    MemorySize commandsBytes();

    /** What HW_RUNS may hold. */
    @WithDefault("8G")
    MemorySize runsBytes();

    /** What HW_EVENTS may hold. */
    @WithDefault("256M")
    MemorySize eventsBytes();
}
