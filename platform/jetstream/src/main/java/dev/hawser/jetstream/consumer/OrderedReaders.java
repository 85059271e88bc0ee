package dev.hawser.jetstream.consumer;

import dev.hawser.jetstream.api.Inbox;
import dev.hawser.jetstream.api.JetStreamApi;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens {@link OrderedReader}s. */
@ApplicationScoped
public class OrderedReaders {

    private final JetStreamApi api;
    private final Inbox inbox;

    public OrderedReaders(JetStreamApi api, Inbox inbox) {
        this.api = api;
        this.inbox = inbox;
    }

    /** Opens a reader, which does nothing until something is requested; the caller closes it. */
    public OrderedReader open(ReadPlan plan, OrderedReader.Listener listener) {
        return new OrderedReader(api, inbox, plan, listener);
    }
}
