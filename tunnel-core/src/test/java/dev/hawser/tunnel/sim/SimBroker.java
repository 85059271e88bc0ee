package dev.hawser.tunnel.sim;

import dev.hawser.tunnel.connection.NatsConnectionListener;
import dev.hawser.tunnel.engine.Carrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server in memory that delays, loses, repeats and reorders, and whose connections can be cut. */
final class SimBroker {

    /** Whether one message is to be lost. */
    interface Losses {
        boolean loses(String subject, byte[] message);
    }

    /**
     * How bad the wire is.
     *
     * @param lost share of messages, 0 to 1
     * @param doubled share of messages
     * @param jitter most additional delay: what is larger than the pause between messages reorders them
     */
    record Quality(double lost, double doubled, Duration latency, Duration jitter) {
        static final Quality GOOD = new Quality(0, 0, Duration.ofMillis(1), Duration.ZERO);
    }

    private record Subscriber(Connection connection, Pattern subject, Carrier.Filter filter, Carrier.Receiver to) {}

    private final SimWorld world;
    private final Random random;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private Quality quality = Quality.GOOD;
    private Losses losses = (subject, message) -> false;

    SimBroker(SimWorld world, Random random) {
        this.world = world;
        this.random = random;
    }

    void quality(Quality other) {
        quality = other;
    }

    void losses(Losses other) {
        losses = other;
    }

    Connection connect() {
        return new Connection();
    }

    private void publish(Connection from, String subject, String reply, byte[] message) {
        List<Subscriber> receivers = subscribers.stream()
                .filter(one -> one.connection().connected
                        && one.subject().matcher(subject).matches())
                .toList();
        if (receivers.isEmpty()) {
            int life = from.life;
            deliver(
                    from,
                    life,
                    () -> answerable(from, reply).forEach(one -> one.to().noResponders(reply, subject)));
            return;
        }
        boolean grouped = receivers.getFirst().filter().queue() != null;
        List<Subscriber> chosen = grouped ? List.of(receivers.get(random.nextInt(receivers.size()))) : receivers;
        for (Subscriber one : chosen) {
            int copies = losses.loses(subject, message) || random.nextDouble() < quality.lost()
                    ? 0
                    : random.nextDouble() < quality.doubled() ? 2 : 1;
            for (int i = 0; i < copies; i++) {
                deliver(one.connection(), one.connection().life, () -> one.to().message(subject, reply, message));
            }
        }
    }

    private List<Subscriber> answerable(Connection from, String reply) {
        return subscribers.stream()
                .filter(one -> one.connection().equals(from)
                        && one.subject().matcher(reply).matches())
                .toList();
    }

    private void deliver(Connection to, int life, Runnable action) {
        long jitter =
                quality.jitter().isZero() ? 0 : random.nextLong(quality.jitter().toNanos());
        world.after(quality.latency().plusNanos(jitter), () -> {
            if (to.connected && to.life == life) {
                action.run();
            }
        });
    }

    /** One end's connection. */
    final class Connection implements Carrier {

        private final List<NatsConnectionListener> listeners = new ArrayList<>();
        private boolean connected = true;
        private int life;

        /** The connection breaks, and is there again after that time. What is under way to it is lost. */
        void cut(Duration time) {
            if (connected) {
                down();
                world.after(time, this::up);
            }
        }

        /** The process dies: nobody is told, and it never comes back. */
        void kill() {
            connected = false;
            life++;
            listeners.clear();
            subscribers.removeIf(one -> one.connection().equals(this));
        }

        private void down() {
            connected = false;
            life++;
            List.copyOf(listeners).forEach(NatsConnectionListener::disconnected);
        }

        private void up() {
            if (!connected && !listeners.isEmpty()) {
                connected = true;
                List.copyOf(listeners).forEach(NatsConnectionListener::connected);
            }
        }

        @Override
        public boolean publish(String subject, String from, byte[] message) {
            if (connected) {
                SimBroker.this.publish(this, subject, from, message);
            }
            return connected;
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public long maxPayload() {
            return 1024 * 1024;
        }

        @Override
        public boolean connected() {
            return connected;
        }

        @Override
        public Registration subscribe(List<Filter> subjects, long pendingBytes, Receiver receiver) {
            List<Subscriber> mine = subjects.stream()
                    .map(filter -> new Subscriber(this, pattern(filter.subject()), filter, receiver))
                    .toList();
            subscribers.addAll(mine);
            return () -> subscribers.removeAll(mine);
        }

        @Override
        public Registration listen(NatsConnectionListener listener) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        private static Pattern pattern(String subject) {
            return Pattern.compile(subject.replace(".", "\\.").replace("*", "[^.]+"));
        }
    }

    /** The type of a frame as its number. */
    static int typeOf(byte[] message) {
        return message.length > 1 ? message[1] : 0;
    }

    /** Loses the first so many messages for which something holds. */
    static Losses first(int count, Losses which) {
        int[] left = {count};
        return (subject, message) -> which.loses(subject, message) && left[0]-- > 0;
    }

    /** The subject's last part but one says which end it goes to. */
    static boolean isToCaller(@Nullable String subject) {
        return subject != null && subject.contains(".r.");
    }
}
