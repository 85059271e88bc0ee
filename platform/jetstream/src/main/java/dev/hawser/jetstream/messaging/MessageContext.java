package dev.hawser.jetstream.messaging;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.reactive.messaging.providers.locals.LocalContextMetadata;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The event loop on which a channel hands its messages over; each message gets a context of its own. */
final class MessageContext {

    private final Context context;

    MessageContext(Vertx vertx) {
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    void run(Runnable action) {
        context.runOnContext(ignored -> action.run());
    }

    <T> Message<T> withContext(Message<T> message) {
        return message.addMetadata(new LocalContextMetadata(VertxContext.createNewDuplicatedContext(context)));
    }
}
