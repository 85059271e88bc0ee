package dev.hawser.localstack.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of a connection: one thread reads, the other writes when a piece's time has come. */
final class Pump {

    private static final int PIECE_BYTES = 32 * 1024;

    /** 8 MiB, more than loopback carries in 100 ms at most rates. */
    private static final int PIECES = 256;

    private static final byte[] END = {};

    private final Socket from;
    private final Socket to;
    private final ByteBudget budget;
    private final Runnable onSpent;
    private final Runnable onEnd;
    private final BlockingQueue<Piece> underWay = new ArrayBlockingQueue<>(PIECES);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread reader = Thread.ofVirtual().name("fault-read").unstarted(this::read);
    private final Thread writer = Thread.ofVirtual().name("fault-write").unstarted(this::write);
    private volatile Network network;
    private volatile boolean silent;
    private volatile boolean done;

    Pump(Socket from, Socket to, Network network, ByteBudget budget, Runnable onSpent, Runnable onEnd) {
        this.from = from;
        this.to = to;
        this.network = network;
        this.budget = budget;
        this.onSpent = onSpent;
        this.onEnd = onEnd;
    }

    void start() {
        reader.start();
        writer.start();
    }

    void stop() {
        reader.interrupt();
        writer.interrupt();
    }

    void follow(Network next) {
        network = next;
        wake();
    }

    void silence() {
        silent = true;
        wake();
    }

    boolean isDone() {
        return done;
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        byte[] buffer = new byte[PIECE_BYTES];
        try {
            InputStream input = from.getInputStream();
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
                underWay.put(arriving(Arrays.copyOf(buffer, count)));
            }
            underWay.put(arriving(END));
        } catch (IOException broken) {
            offerEnd();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Piece arriving(byte[] bytes) {
        return new Piece(System.nanoTime() + network.delay().toNanos(), bytes);
    }

    private void offerEnd() {
        try {
            underWay.put(arriving(END));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            OutputStream output = to.getOutputStream();
            for (Piece piece = underWay.take(); piece.bytes.length > 0; piece = underWay.take()) {
                awaitArrival(piece);
                pass(piece.bytes, output);
            }
            awaitPassing();
            to.shutdownOutput();
        } catch (IOException broken) {
            System.getLogger(Pump.class.getName())
                    .log(System.Logger.Level.DEBUG, "a direction broke: {0}", broken.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            done = true;
            onEnd.run();
        }
    }

    private void pass(byte[] bytes, OutputStream output) throws IOException, InterruptedException {
        long left = budget.take(bytes.length);
        int passing = (int) Math.min(left, bytes.length);
        output.write(bytes, 0, passing);
        pace(passing);
        if (left <= bytes.length) {
            onSpent.run();
        }
    }

    private void awaitArrival(Piece piece) throws InterruptedException {
        awaitPassing();
        long rest = piece.arrival - System.nanoTime();
        if (rest > 0) {
            TimeUnit.NANOSECONDS.sleep(rest);
            awaitPassing();
        }
    }

    private void awaitPassing() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (silent || !network.passes()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void pace(int bytes) throws InterruptedException {
        long rate = network.bytesPerSecond();
        if (rate > 0) {
            TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(bytes) / rate);
        }
    }

    /** Bytes, and the moment in nanoseconds when they arrive; no bytes are the end. */
    private static final class Piece {

        private final long arrival;
        private final byte[] bytes;

        Piece(long arrival, byte[] bytes) {
            this.arrival = arrival;
            this.bytes = bytes;
        }
    }
}
