package dev.hawser.gateway.identity;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** Somebody whom another system knows, and vouches for with each request. */
public interface ForeignIdentity {

    /** True if the request carries what this looks at; then nothing else is asked. */
    boolean concerns(RoutingContext context);

    /** The person that the request is from; empty if what it carries does not hold. */
    Uni<Optional<Principal>> principal(RoutingContext context);
}
