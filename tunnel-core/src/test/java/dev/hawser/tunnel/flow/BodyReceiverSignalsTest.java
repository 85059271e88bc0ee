package dev.hawser.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.engine.Budget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What reaches a body while its reader is still being given its subscription waits for that (Reactive Streams, 1.3). */
class BodyReceiverSignalsTest {

    private static final int WINDOW = 16 * 1_024;

    private final List<String> signals = new ArrayList<>();
    private final BodyReceiver receiver =
            new BodyReceiver(TestFlows.settings(() -> 1, WINDOW, new Budget(1 << 20)), new BodyReceiver.Incoming() {
                @Override
                public void tell(long received, long limit, boolean gap) {}

                @Override
                public long shortestRoundTrip() {
                    return 0;
                }

                @Override
                public void unwanted() {}
            });

    @Test
    void aFailureComesAfterTheSubscription() {
        receiver.subscribe(new Reader(() -> receiver.fail(new IllegalStateException("cut"))));

        assertThat(signals).containsExactly("subscribed", "failed");
    }

    @Test
    void anEmptyBodyEndsAfterTheSubscription() {
        receiver.subscribe(new Reader(() -> receiver.accept(0, ByteBuffer.allocate(0), true)));

        assertThat(signals).containsExactly("subscribed", "completed");
    }

    @Test
    void bytesThatAreAskedForAtOnceComeAfterTheSubscription() {
        receiver.subscribe(new Reader(() -> receiver.accept(0, ByteBuffer.allocate(7), true)));

        assertThat(signals).containsExactly("subscribed", "7 bytes", "completed");
    }

    @Test
    void aReaderThatGivesUpAtOnceHearsNothing() {
        receiver.subscribe(new Reader(() -> {}) {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }
        });
        receiver.fail(new IllegalStateException("cut"));

        assertThat(signals).isEmpty();
    }

    /** Asks for everything at once; something happens before it has its subscription. */
    private class Reader implements Flow.Subscriber<ByteBuffer> {

        private final Runnable meanwhile;

        Reader(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
            meanwhile.run();
            signals.add("subscribed");
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            signals.add(bytes.remaining() + " bytes");
        }

        @Override
        public void onError(Throwable failure) {
            signals.add("failed");
        }

        @Override
        public void onComplete() {
            signals.add("completed");
        }
    }
}
