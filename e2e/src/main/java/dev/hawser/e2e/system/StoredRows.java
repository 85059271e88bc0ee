package dev.hawser.e2e.system;

import dev.hawser.contract.id.IdPrefix;
import dev.hawser.contract.id.Ids;
import dev.hawser.localstack.HawserStack;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the services have stored, as a test looks at it, and desktops that a test adds. Thread-safe. */
public final class StoredRows implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(StoredRows.class.getName());
    private static final int VALID_SECONDS = 2;

    private final HawserStack stack;
    private @Nullable Connection connection;

    StoredRows(HawserStack stack) {
        this.stack = stack;
    }

    /** The pod that drives the newest attempt of a run; empty before its first claim. */
    public Optional<String> drivingPod(String run) {
        return texts(StoredRowsSql.DRIVING_POD, run).stream().findFirst();
    }

    /** The pod that leads the projection of a run's partition; empty if nobody has led it yet. */
    public Optional<String> projectorOf(String run) {
        return texts(StoredRowsSql.PROJECTOR, run).stream().findFirst();
    }

    /** True if a projector leads a partition, as far as the table says. */
    public boolean isLeading(String pod) {
        return !texts(StoredRowsSql.LED_BY, pod).isEmpty();
    }

    /** Why each attempt of a run ended, the oldest first; {@code open} for one that has not. */
    public List<String> attempts(String run) {
        return texts(StoredRowsSql.ATTEMPTS, run);
    }

    /** The state of a run; empty before it is taken in. */
    public Optional<String> state(String run) {
        return texts(StoredRowsSql.STATE, run).stream().findFirst();
    }

    /** How many answers are stored of a run. */
    public long answers(String run) {
        return Long.parseLong(texts(StoredRowsSql.ANSWERS, run).getFirst());
    }

    /** The text of each answer that is stored of a run: its text parts, joined. */
    public List<String> answerTexts(String run) {
        return texts(StoredRowsSql.ANSWER_TEXTS, run);
    }

    /** How many records of all partitions are folded, as far as the checkpoints say. */
    public long checkpoints() {
        return Long.parseLong(texts(StoredRowsSql.CHECKPOINTS).getFirst());
    }

    /** How many runs there are that have no terminal state. */
    public long openRuns() {
        return Long.parseLong(texts(StoredRowsSql.OPEN_RUNS).getFirst());
    }

    /** How many runs were stored. */
    public long runs() {
        return Long.parseLong(texts(StoredRowsSql.RUNS).getFirst());
    }

    /** Pairs of runs of one thread of which the later one started before the earlier one was finished: none may. */
    public long overlappingRuns() {
        return Long.parseLong(texts(StoredRowsSql.OVERLAPS).getFirst());
    }

    /** The runs of a thread in the order in which they started. */
    public List<String> runsInOrderOfStart(String thread) {
        return texts(StoredRowsSql.RUNS_IN_ORDER_OF_START, thread);
    }

    /** Attempts that began when their run was over: none may. */
    public long attemptsAfterTheEnd() {
        return Long.parseLong(texts(StoredRowsSql.ATTEMPTS_AFTER_THE_END).getFirst());
    }

    /** The epochs of all partitions, added up: it rises with each takeover. */
    public long epochs() {
        return Long.parseLong(texts(StoredRowsSql.EPOCHS).getFirst());
    }

    /** Adds a desktop of the local user; whoever has the token may be its agent. */
    synchronized String addLink(String token) {
        String link = Ids.next(IdPrefix.LNK);
        update(StoredRowsSql.ADD_LINK, link);
        try (PreparedStatement statement = connection().prepareStatement(StoredRowsSql.ADD_LINK_TOKEN)) {
            statement.setBytes(1, hash(token));
            statement.setString(2, link);
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot add a desktop", failure);
        }
        return link;
    }

    /** Revokes a desktop behind the services' back. */
    public void revoke(String link) {
        update(StoredRowsSql.REVOKE_LINK, link);
    }

    private synchronized void update(String sql, String parameter) {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            statement.setString(1, parameter);
            statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot do: " + sql, failure);
        }
    }

    private synchronized List<String> texts(String sql, String... parameters) {
        var found = new ArrayList<String>();
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int index = 0; index < parameters.length; index++) {
                statement.setString(index + 1, parameters[index]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Optional.ofNullable(rows.getString(1)).ifPresent(found::add);
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot ask: " + sql, failure);
        }
        return found;
    }

    /** One connection for all questions, a new one when it is lost. */
    private Connection connection() throws SQLException {
        Connection known = connection;
        if (known == null || !known.isValid(VALID_SECONDS)) {
            known = stack.postgres().connect(HawserStack.DATABASE);
            connection = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        Connection known = connection;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException failure) {
                LOG.log(System.Logger.Level.DEBUG, "the connection was lost before", failure);
            }
        }
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
