package dev.hawser.tunnel.connection;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Tells listeners what happens, one event at a time, and each change once. */
final class NatsEvents {

    private static final System.Logger LOG = System.getLogger(NatsEvents.class.getName());

    private final List<NatsConnectionListener> listeners = new CopyOnWriteArrayList<>();
    private boolean up;

    synchronized NatsConnections.Registration add(NatsConnectionListener listener) {
        listeners.add(listener);
        if (up) {
            listener.connected();
        }
        return () -> listeners.remove(listener);
    }

    synchronized void connected() {
        if (!up) {
            up = true;
            tell(NatsConnectionListener::connected);
        }
        notifyAll();
    }

    synchronized void disconnected() {
        if (up) {
            up = false;
            tell(NatsConnectionListener::disconnected);
        }
    }

    synchronized void replaced() {
        up = true;
        tell(NatsConnectionListener::replaced);
        notifyAll();
    }

    synchronized void closed() {
        up = false;
        tell(NatsConnectionListener::closed);
        listeners.clear();
        notifyAll();
    }

    synchronized void unsteady() {
        tell(NatsConnectionListener::unsteady);
    }

    synchronized void slowConsumer(long dropped) {
        tell(listener -> listener.slowConsumer(dropped));
    }

    synchronized void permissionViolation(String text) {
        tell(listener -> listener.permissionViolation(text));
    }

    synchronized void publishRefused(String subject) {
        tell(listener -> listener.publishRefused(subject));
    }

    synchronized void serverError(String text) {
        tell(listener -> listener.serverError(text));
    }

    /** Waits until the condition, which must depend on connection events only, holds. */
    synchronized boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private void tell(Consumer<NatsConnectionListener> event) {
        for (NatsConnectionListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a connection listener failed", e);
            }
        }
    }
}
