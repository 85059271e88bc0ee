package dev.hawser.gateway.local;

import dev.hawser.contract.command.CreatedBy;
import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.store.Rows;
import dev.hawser.gateway.web.PublicAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Addresses that sign a browser in, once, for a while. Only the hash of their code is stored. */
@ApplicationScoped
class SignInLinks {

    private final Pool pool;
    private final PublicAddress address;
    private final LocalConfig config;
    private final AuditLog audit;

    SignInLinks(Pool pool, PublicAddress address, LocalConfig config, AuditLog audit) {
        this.pool = pool;
        this.address = address;
        this.config = config;
        this.audit = audit;
    }

    /** A new link for a user. */
    Uni<SignInLink> create(String user) {
        Token code = Token.random(Token.Kind.SIGN_IN);
        return pool.preparedQuery(LocalSql.INSERT_SIGN_IN)
                .execute(Tuple.of(
                        code.hash(), user, (double) config.signInLifetime().toSeconds()))
                .map(rows -> new SignInLink(
                        address.of(SignInPages.PATH + "?code=" + code.text()),
                        rows.iterator().next().getOffsetDateTime("expires_at").toInstant()));
    }

    /**
     * Uses a code up: the user that it signs in, or empty if it was used, has expired or never was.
     *
     * @param from the client, for the audit log
     */
    Uni<Optional<String>> redeem(Token code, String from) {
        return pool.withTransaction(tx -> tx.preparedQuery(LocalSql.REDEEM_SIGN_IN)
                .execute(Tuple.of(code.hash()))
                .map(Rows::first)
                .call(row -> row.map(user -> audit.note(tx, note(user, from)))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .map(row -> row.map(user -> user.getString("id"))));
    }

    private static AuditNote note(Row user, String from) {
        String id = user.getString("id");
        var by = new CreatedBy("user", id, user.getString("display"));
        return new AuditNote(user.getString("tenant"), id, AuditAction.SIGNED_IN, id, by, from, "by a sign-in link");
    }

    /** Where to go, and until when. */
    record SignInLink(String url, Instant expiresAt) {}
}
