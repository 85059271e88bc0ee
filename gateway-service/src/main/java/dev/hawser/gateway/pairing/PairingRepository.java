package dev.hawser.gateway.pairing;

import dev.hawser.gateway.audit.AuditAction;
import dev.hawser.gateway.audit.AuditLog;
import dev.hawser.gateway.audit.AuditNote;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.link.NewLinks;
import dev.hawser.gateway.store.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Desktops that wait to be let in, on any pod. */
@ApplicationScoped
class PairingRepository {

    /** How long a code may be used; RFC 8628 has its end as {@code expires_in}. */
    static final Duration LIFE = Duration.ofMinutes(15);

    /** Between two questions of a desktop at least. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int MOST_WAITING = 10_000;

    private final Pool pool;
    private final NewLinks links;
    private final AuditLog audit;

    PairingRepository(Pool pool, NewLinks links, AuditLog audit) {
        this.pool = pool;
        this.links = links;
        this.audit = audit;
    }

    /** A desktop waits from now on; false if the user code is taken, or too many wait. */
    Uni<Boolean> insert(Token deviceCode, UserCode userCode, Desktop desktop, String address) {
        return pool.preparedQuery(PairingSql.INSERT)
                .execute(Tuple.of(
                                deviceCode.hash(),
                                userCode.letters(),
                                desktop.hostname(),
                                desktop.os(),
                                desktop.cliVersion(),
                                address)
                        .addLong(PAUSE.toSeconds())
                        .addLong(LIFE.toSeconds())
                        .addInteger(MOST_WAITING))
                .map(rows -> rows.size() == 1);
    }

    /** A desktop asks how it stands; empty for a code that is not known any more, or never was. */
    Uni<Optional<Standing>> poll(Token deviceCode) {
        return pool.preparedQuery(PairingSql.POLL)
                .execute(Tuple.of(deviceCode.hash(), PAUSE.toSeconds()))
                .map(rows -> Rows.first(rows)
                        .map(row -> new Standing(
                                row.getBoolean("impatient"),
                                row.getBoolean("expired"),
                                row.getBoolean("denied"),
                                row.getString("link") != null)));
    }

    /**
     * Gives the token of an approved link out: once; and again as long as nobody has used it, because the answer may have
     * been lost.
     */
    Uni<Optional<Collected>> collect(Token deviceCode) {
        return pool.withTransaction(tx -> tx.preparedQuery(PairingSql.COLLECT)
                .execute(Tuple.of(deviceCode.hash()))
                .map(Rows::first)
                .chain(row -> row.map(found -> found.getString("link"))
                        .map(link ->
                                links.giveToken(tx, link).map(token -> token.map(given -> new Collected(link, given))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))));
    }

    /** The desktop that shows this code, and waits. */
    Uni<Optional<Waiting>> waiting(UserCode code) {
        return pool.preparedQuery(PairingSql.WAITING)
                .execute(Tuple.of(code.letters()))
                .map(rows -> Rows.first(rows).map(PairingRepository::waiting));
    }

    /** Lets a desktop in, with a link of that person; empty if it does not wait any more. */
    Uni<Optional<Waiting>> approve(UserCode code, Principal.Person person, String address) {
        return decide(
                code,
                (tx, waiting) -> links.make(tx, person, waiting.desktop().hostname(), address)
                        .chain(link -> tx.preparedQuery(PairingSql.APPROVE).execute(Tuple.of(code.letters(), link)))
                        .replaceWithVoid());
    }

    /** Turns a desktop away; empty if it does not wait any more. */
    Uni<Optional<Waiting>> deny(UserCode code, Principal.Person person, String address) {
        return decide(
                code,
                (tx, waiting) -> tx.preparedQuery(PairingSql.DENY)
                        .execute(Tuple.of(code.letters()))
                        .chain(() -> audit.note(
                                tx,
                                AuditNote.of(
                                        person,
                                        address,
                                        AuditAction.LINK_DENIED,
                                        person.owner(),
                                        waiting.desktop().hostname()))));
    }

    private Uni<Optional<Waiting>> decide(UserCode code, Decision decision) {
        return pool.withTransaction(tx -> tx.preparedQuery(PairingSql.HOLD)
                .execute(Tuple.of(code.letters()))
                .map(rows -> Rows.first(rows).map(PairingRepository::waiting))
                .call(found -> found.<Uni<Void>>map(waiting -> decision.carryOut(tx, waiting))
                        .orElseGet(() -> Uni.createFrom().voidItem())));
    }

    private static Waiting waiting(Row row) {
        return new Waiting(
                new Desktop(row.getString("hostname"), row.getString("os"), row.getString("cli_version")),
                row.getString("address"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    /** What is done with a desktop that waits. */
    private interface Decision {
        Uni<Void> carryOut(SqlClient transaction, Waiting waiting);
    }

    /** How a desktop stands that asks. */
    record Standing(boolean impatient, boolean expired, boolean denied, boolean approved) {}

    /** A link and its token. */
    record Collected(String link, Token token) {}

    /** A desktop that waits. */
    record Waiting(Desktop desktop, String address, Instant since) {}
}
