package dev.hawser.gateway.local;

import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.store.Rows;
import dev.hawser.gateway.web.PublicAddress;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
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

    SignInLinks(Pool pool, PublicAddress address, LocalConfig config) {
        this.pool = pool;
        this.address = address;
        this.config = config;
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

    /** Uses a code up: the user that it signs in, or empty if it was used, has expired or never was. */
    Uni<Optional<String>> redeem(Token code) {
        return pool.preparedQuery(LocalSql.REDEEM_SIGN_IN)
                .execute(Tuple.of(code.hash()))
                .map(rows -> Rows.first(rows).map(row -> row.getString("owner")));
    }

    /** Where to go, and until when. */
    record SignInLink(String url, Instant expiresAt) {}
}
