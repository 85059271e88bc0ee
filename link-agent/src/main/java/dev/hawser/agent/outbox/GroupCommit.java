package dev.hawser.agent.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of the database: what is asked for while a transaction is being synced to the disk goes together into
 * the next one.
 *
 * <p>A thread of the system and not a virtual one: the calls are native and wait for the disk. The queue is bounded by
 * its users, each of which waits for its own write.
 */
final class GroupCommit implements AutoCloseable {

    private static final int LARGEST_GROUP = 256;
    private static final int QUEUE = 10_000;

    /** What happens inside the transaction. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    private final Connection connection;
    private final BlockingQueue<Write<?>> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Thread thread;
    private volatile boolean closed;

    /** Takes over the connection, which must not commit by itself. */
    GroupCommit(Connection connection) {
        this.connection = connection;
        this.thread = Thread.ofPlatform().daemon().name("outbox-writer").unstarted(this::writeAll);
    }

    void start() {
        thread.start();
    }

    /** Completes when the work is on the disk; fails with {@link OutboxException} if it is not. */
    <T extends @Nullable Object> CompletableFuture<T> submit(String what, Work<T> work) {
        var write = new Write<>(what, work);
        if (!queue.offer(write)) {
            write.fail(new SQLException("too many writes wait"));
        } else if (closed && queue.remove(write)) { // nobody takes it any more
            write.fail(new SQLException("the database is closed"));
        }
        return write.done;
    }

    /** Writes what was asked for, and closes the connection. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        List<Write<?>> group = new ArrayList<>();
        while (take(group)) {
            write(group);
            group.clear();
        }
        closeConnection();
    }

    /** Waits for the first write and takes all that are there; false if there will be none. */
    private boolean take(List<Write<?>> group) {
        while (group.isEmpty()) {
            queue.drainTo(group, LARGEST_GROUP);
            if (group.isEmpty()) {
                if (closed) {
                    return false;
                }
                try {
                    group.add(queue.take());
                } catch (InterruptedException e) {
                    continue; // closing: what is queued is still written
                }
                queue.drainTo(group, LARGEST_GROUP - 1);
            }
        }
        return true;
    }

    private void write(List<Write<?>> group) {
        try {
            for (Write<?> write : group) {
                attempt(write);
            }
            connection.commit();
            group.forEach(Write::succeed);
        } catch (SQLException e) {
            group.forEach(write -> write.fail(e));
            rollBack();
        }
    }

    /** A write that fails takes back its own effects and no others'. */
    private void attempt(Write<?> write) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            write.run(connection);
            connection.releaseSavepoint(before);
        } catch (SQLException | RuntimeException e) {
            connection.rollback(before);
            write.fail(e);
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            System.getLogger(GroupCommit.class.getName()).log(System.Logger.Level.ERROR, "cannot roll back", e);
        }
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (SQLException e) {
            System.getLogger(GroupCommit.class.getName()).log(System.Logger.Level.WARNING, "cannot close", e);
        }
    }

    private static final class Write<T extends @Nullable Object> {

        private final String what;
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable Runnable onCommit;

        Write(String what, Work<T> work) {
            this.what = what;
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            T result = work.run(connection);
            onCommit = () -> done.complete(result);
        }

        void succeed() {
            if (onCommit != null) {
                onCommit.run();
            }
        }

        void fail(Exception cause) {
            done.completeExceptionally(new OutboxException("cannot " + what + ": " + cause.getMessage(), cause));
        }
    }
}
