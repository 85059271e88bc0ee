package dev.hawser.gateway.audit;

import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Reach;
import dev.hawser.gateway.web.Paging;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The audit log, for whom it is about. */
@Path("/api/audit")
@Produces(MediaType.APPLICATION_JSON)
final class AuditResource {

    private final Caller caller;
    private final AuditLog log;

    AuditResource(Caller caller, AuditLog log) {
        this.caller = caller;
        this.log = log;
    }

    /**
     * The caller's entries, the newest first.
     *
     * @param of {@code tenant}: those of everybody in the tenant, for admins
     */
    @GET
    public Uni<AuditEntry.Page> list(
            @RestQuery @Nullable String of, @RestQuery @Nullable Integer limit, @RestQuery @Nullable String cursor) {
        Principal.Person person = caller.person();
        Paging page = Paging.of(limit, cursor);
        Uni<List<AuditEntry>> found =
                Reach.isTenant(of, person) ? log.ofTenant(person, page) : log.ofOwner(person, page);
        return found.map(entries -> new AuditEntry.Page(entries, next(entries, page)));
    }

    private static Optional<String> next(List<AuditEntry> entries, Paging page) {
        return entries.size() < page.limit()
                ? Optional.empty()
                : Optional.of(Paging.cursor(Long.toString(entries.getLast().number())));
    }
}
