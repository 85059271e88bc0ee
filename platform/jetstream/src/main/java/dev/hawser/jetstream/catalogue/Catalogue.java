package dev.hawser.jetstream.catalogue;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.jetstream.StreamDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** The catalogue of the contract with the sizes and copies of this installation. */
@ApplicationScoped
class Catalogue {

    private final CatalogueSettings settings;

    Catalogue(CatalogueSettings settings) {
        this.settings = settings;
    }

    /** Every stream, that of the bucket among them. */
    List<StreamConfig> streams() {
        var all = new ArrayList<StreamConfig>();
        for (StreamDefinition stream : StreamCatalogue.STREAMS) {
            all.add(StreamConfig.of(stream, maxBytes(stream), settings.replicas()));
        }
        all.add(StreamConfig.leases(settings.replicas()));
        return all;
    }

    private long maxBytes(StreamDefinition stream) {
        if (stream.equals(StreamCatalogue.COMMANDS)) {
            return settings.commandsBytes().asLongValue();
        }
        if (stream.equals(StreamCatalogue.RUNS)) {
            return settings.runsBytes().asLongValue();
        }
        return stream.equals(StreamCatalogue.EVENTS) ? settings.eventsBytes().asLongValue() : stream.maxBytes();
    }
}
