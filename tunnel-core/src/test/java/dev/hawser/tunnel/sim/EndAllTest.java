package dev.hawser.tunnel.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever knows that a link is gone does not wait for its host. */
class EndAllTest {

    private final List<Throwable> ended = new ArrayList<>();

    @Test
    void theStreamsOfASilentHostEndAtOnce() {
        SimEnds ends = new SimEnds(
                1,
                TunnelOptions.defaults(),
                exchange -> Uni.createFrom()
                        .item(TunnelResponse.of(
                                200,
                                TunnelHeaders.empty(),
                                TunnelBody.of(Multi.createBy()
                                        .concatenating()
                                        .streams(
                                                Multi.createFrom().item(ByteBuffer.wrap(new byte[10])),
                                                Multi.createFrom().nothing())))));
        ends.caller
                .send(SimEnds.LINK, TunnelRequest.get("/").withoutIdleTimeout())
                .onItem()
                .transformToMulti(TunnelResponse::body)
                .subscribe()
                .with(piece -> {}, ended::add);
        ends.world.run(Duration.ofSeconds(1));
        ends.killHost();
        ends.world.run(Duration.ofSeconds(30));
        assertThat(ended).as("it would wait for a minute").isEmpty();

        ends.caller.endAll("lnk_other", "that is another one");
        assertThat(ended).isEmpty();
        ends.caller.endAll(SimEnds.LINK, "the link was revoked");
        ends.world.run(Duration.ofMillis(10));

        assertThat(ended).singleElement().isInstanceOfSatisfying(TunnelException.class, failure -> {
            assertThat(failure.code()).isEqualTo(TunnelErrorCode.PEER_LOST);
            assertThat(failure).hasMessage("the link was revoked");
        });
        assertThat(ends.caller.liveStreams()).isZero();
    }
}
