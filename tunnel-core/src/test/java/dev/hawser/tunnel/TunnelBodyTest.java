package dev.hawser.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TunnelBodyTest {

    private final AtomicBoolean cancelled = new AtomicBoolean();

    @Test
    void collectsAllBytes() {
        assertThat(TunnelBody.of(threeOfTen()).bytes(30).await().indefinitely()).hasSize(30);
        assertThat(TunnelBody.of(new byte[3]).bytes(3).await().indefinitely()).hasSize(3);
        assertThat(TunnelBody.empty().bytes(0).await().indefinitely()).isEmpty();
        assertThat(TunnelBody.of(Multi.createFrom().empty()).bytes(5).await().indefinitely())
                .isEmpty();
    }

    @Test
    void givesTheStreamUpWhenThereIsMoreThanTheLimit() {
        var whole = TunnelBody.of(threeOfTen()).bytes(29).subscribe().withSubscriber(UniAssertSubscriber.create());

        whole.assertFailedWith(TunnelException.class, "more than 29 bytes");
        assertThat(cancelled).isTrue();
    }

    @Test
    void refusesABodyAtHandThatIsLargerThanTheLimit() {
        TunnelBody.of(new byte[4])
                .bytes(3)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .assertFailedWith(TunnelException.class);
    }

    @Test
    void discardingCancelsTheStream() {
        TunnelBody.of(threeOfTen()).discard();

        assertThat(cancelled).isTrue();
    }

    private Multi<ByteBuffer> threeOfTen() {
        return Multi.createFrom()
                .range(0, 3)
                .map(i -> ByteBuffer.allocate(10))
                .onCancellation()
                .invoke(() -> cancelled.set(true));
    }
}
