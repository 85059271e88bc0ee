package dev.hawser.gateway.support;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.contract.subject.Partition;
import dev.hawser.gateway.identity.Token;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows as the other services write them. */
public final class Db {

    private static final String BY = "{\"kind\":\"user\",\"id\":\"usr_x\",\"display\":\"Test\"}";

    private final String url;
    private final String user;
    private final String password;
    private @Nullable Connection held;

    Db(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** A new tenant with one user, who has an API token. */
    public Owner owner() {
        String tenant = Ids.next(IdPrefix.TNT);
        update("INSERT INTO tenants (id, name) VALUES (?, 'Test')", tenant);
        return ownerIn(tenant);
    }

    /** Another user of the same tenant, who has an API token. */
    public Owner neighbour(Owner owner) {
        return ownerIn(owner.tenant());
    }

    /** The same user with a token that nobody has used. */
    public Owner withAnotherToken(Owner owner) {
        Token token = Token.random(Token.Kind.API);
        insertToken(owner.tenant(), owner.id(), token);
        return new Owner(owner.tenant(), owner.id(), token.text());
    }

    private void insertToken(String tenant, String owner, Token token) {
        update(
                "INSERT INTO api_tokens (id, tenant, owner, name, hash, scopes)"
                        + " VALUES (?, ?, ?, 'test', ?, '{read,write,links,proxy,tokens}')",
                Ids.next(IdPrefix.TOK),
                tenant,
                owner,
                token.hash().getBytes());
    }

    private Owner ownerIn(String tenant) {
        String id = Ids.next(IdPrefix.USR);
        Token token = Token.random(Token.Kind.API);
        update(
                "INSERT INTO users (id, tenant, issuer, subject, display) VALUES (?, ?, 'test', ?, 'Ada')",
                id,
                tenant,
                id);
        insertToken(tenant, id, token);
        return new Owner(tenant, id, token.text());
    }

    /** Another token of the owner: its id. */
    public String token(Owner owner) {
        String id = Ids.next(IdPrefix.TOK);
        update(
                "INSERT INTO api_tokens (id, tenant, owner, name, hash) VALUES (?, ?, ?, 'other', ?)",
                id,
                owner.tenant(),
                owner.id(),
                Token.random(Token.Kind.API).hash().getBytes());
        return id;
    }

    /** A thread of the owner. */
    public String thread(Owner owner) {
        String id = Ids.next(IdPrefix.THR);
        update(
                "INSERT INTO threads (id, tenant, owner, partition, created_by) VALUES (?, ?, ?, ?, ?::jsonb)",
                id,
                owner.tenant(),
                owner.id(),
                Partition.of(id),
                BY);
        return id;
    }

    /** A message of the user and its run, as intake leaves them. */
    public String run(Owner owner, String thread, String state) {
        String run = Ids.next(IdPrefix.RUN);
        intake(owner, thread, run, state);
        return run;
    }

    /** The same for a run whose id is known. */
    public void intake(Owner owner, String thread, String run, String state) {
        String message = run.replace("run_", "msg_");
        long position = number("SELECT coalesce(max(position), 0) + 1 FROM runs WHERE thread = ?", thread);
        update("""
                INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, created_by)
                VALUES (?, ?, ?, ?, ?, 'user', ?, '[{"type":"text","text":"question"}]', ?::jsonb)
                """, message, owner.tenant(), owner.id(), thread, run, 2 * position, BY);
        update("""
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, state, position,
                                  deadline_at, finished_at)
                VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, now() + interval '12 hours',
                        CASE WHEN ? IN ('succeeded', 'failed', 'cancelled') THEN now() END)
                """, run, owner.tenant(), owner.id(), thread, Partition.of(thread), message, BY, state, position, state);
    }

    /** A run that answers the message of another one again. */
    public void retry(String run, String retry) {
        update("UPDATE messages SET superseded_by = ? WHERE run = ? AND role = 'assistant'", retry, run);
        update("""
                INSERT INTO runs (id, tenant, owner, thread, partition, message, created_by, state, position, deadline_at)
                SELECT ?, tenant, owner, thread, partition, message, created_by, 'running',
                       (SELECT max(position) + 1 FROM runs n WHERE n.thread = r.thread), deadline_at
                  FROM runs r WHERE id = ?
                """, retry, run);
    }

    /** The stored answer of a run, as the projector leaves it. */
    public String answer(Owner owner, String thread, String run, String parts) {
        String id = Ids.next(IdPrefix.MSG);
        long position = number("SELECT 2 * position + 1 FROM runs WHERE id = ?", run);
        update("""
                INSERT INTO messages (id, tenant, owner, thread, run, role, position, parts, created_by)
                VALUES (?, ?, ?, ?, ?, 'assistant', ?, ?::jsonb, ?::jsonb)
                """, id, owner.tenant(), owner.id(), thread, run, position, parts, BY);
        return id;
    }

    /** A run is over. */
    public void settle(String run, String state, @Nullable String code, @Nullable String text) {
        update(
                "UPDATE runs SET state = ?, error_code = ?, error_text = ?, finished_at = now() WHERE id = ?",
                state,
                code,
                text,
                run);
    }

    /** A link of the owner with a link token. */
    public LinkAccess link(Owner owner) {
        String id = Ids.next(IdPrefix.LNK);
        Token token = Token.random(Token.Kind.LINK);
        update(
                "INSERT INTO links (id, tenant, owner, label) VALUES (?, ?, ?, 'Laptop')",
                id,
                owner.tenant(),
                owner.id());
        update(
                "INSERT INTO link_tokens (hash, link) VALUES (?, ?)",
                token.hash().getBytes(),
                id);
        return new LinkAccess(id, token.text());
    }

    public synchronized int update(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public long number(String sql, @Nullable Object... values) {
        return Long.parseLong(text(sql, values));
    }

    public synchronized String text(String sql, @Nullable Object... values) {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection().prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** One connection for all statements: to sign in costs more than most of them. */
    private Connection connection() throws SQLException {
        Connection known = held;
        if (known == null || known.isClosed()) {
            known = DriverManager.getConnection(url, user, password);
            held = known;
        }
        return known;
    }

    /** Somebody with an API token. */
    public record Owner(String tenant, String id, String token) {}

    /** A link with its token. */
    public record LinkAccess(String id, String token) {}
}
