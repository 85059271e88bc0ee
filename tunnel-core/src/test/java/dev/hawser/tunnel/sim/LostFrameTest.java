package dev.hawser.tunnel.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelBody;
import dev.hawser.tunnel.TunnelErrorCode;
import dev.hawser.tunnel.TunnelException;
import dev.hawser.tunnel.TunnelExchange;
import dev.hawser.tunnel.TunnelHeaders;
import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.TunnelRequest;
import dev.hawser.tunnel.TunnelResponse;
import dev.hawser.tunnel.TunnelUpgrade;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No stream hangs: each type of frame is lost in each direction, and each end dies at each point. */
class LostFrameTest {

    private static final List<String> TYPES =
            List.of("", "OPEN", "HEAD", "DATA", "WINDOW", "RESET", "PING", "PONG", "GOAWAY");
    private static final int PIECE = 40_000;
    private static final int PIECES = 150;

    private final List<TunnelExchange> exchanges = new ArrayList<>();
    private final SimEnds ends = new SimEnds(1, TunnelOptions.defaults(), this::handle);

    static Stream<Arguments> losses() {
        return Stream.of("/small", "/up", "/down", "/upgrade")
                .flatMap(exchange -> Stream.of("OPEN", "HEAD", "DATA", "WINDOW", "PING", "PONG")
                        .flatMap(type -> Stream.of(1, 3)
                                .flatMap(count -> Stream.of(true, false)
                                        .map(toCaller -> Arguments.of(exchange, type, count, toCaller)))));
    }

    @ParameterizedTest(name = "{0} without the first {2} {1}, to the caller: {3}")
    @MethodSource("losses")
    void anExchangeCompletesWithoutAFrame(String target, String type, int count, boolean toCaller) {
        ends.broker.losses(SimBroker.first(
                count,
                (subject, message) -> TYPES.get(SimBroker.typeOf(message)).equals(type)
                        && SimBroker.isToCaller(subject) == toCaller));

        Result result = start(target);

        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(25)))
                .as(result.toString())
                .isTrue();
        assertThat(result.failure).isEmpty();
        assertThat(exchanges).hasSize(1);
        assertThat(ends.world.runUntil(this::isClean, Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void aSmallExchangeIsTwoFramesAndLaterAnAcknowledgement() {
        List<String> seen = new ArrayList<>();
        ends.broker.losses((subject, message) -> {
            seen.add(TYPES.get(SimBroker.typeOf(message)));
            return false;
        });

        Result result = start("/small");

        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(1))).isTrue();
        assertThat(seen).containsExactly("OPEN", "HEAD");
        ends.world.run(Duration.ofSeconds(20));
        assertThat(seen)
                .startsWith("OPEN", "HEAD", "WINDOW")
                .containsOnlyOnce("OPEN")
                .containsOnlyOnce("HEAD");
    }

    @Test
    void aLostResetIsToldAgain() {
        ends.broker.losses(SimBroker.first(1, (subject, message) -> SimBroker.typeOf(message) == 5));
        var cancelled = ends.caller
                .send(SimEnds.LINK, TunnelRequest.get("/silent"))
                .subscribe()
                .with(answer -> {}, failure -> {});
        ends.world.run(Duration.ofMillis(500));

        cancelled.cancel();

        assertThat(ends.world.runUntil(this::isClean, Duration.ofSeconds(20))).isTrue();
        assertThat(exchanges).allMatch(TunnelExchange::isCancelled);
    }

    @Test
    void nobodyNeedsTheGoAwayOfAHost() {
        ends.broker.losses(
                (subject, message) -> TYPES.get(SimBroker.typeOf(message)).equals("GOAWAY"));
        Result running = start("/silent");
        ends.world.run(Duration.ofMillis(100));

        ends.host.close(Duration.ZERO);

        assertThat(ends.world.runUntil(running::isOver, Duration.ofSeconds(1))).isTrue();
        assertThat(running.failure).hasValue(TunnelErrorCode.RESET);
        Result next = start("/small");
        assertThat(ends.world.runUntil(next::isOver, Duration.ofSeconds(1))).isTrue();
        assertThat(next.failure).hasValue(TunnelErrorCode.LINK_OFFLINE);
        assertThat(exchanges).hasSize(1).allMatch(TunnelExchange::isCancelled);
    }

    @ParameterizedTest(name = "after {0} ms")
    @MethodSource("moments")
    void aHostThatDiesForGoodEndsItsStreamsWithinAMinute(int millis) {
        Result result = start("/down");
        ends.world.run(Duration.ofMillis(millis));

        ends.killHost();

        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(80))).isTrue();
        assertThat(result.failure.orElseThrow())
                .isIn(TunnelErrorCode.PEER_LOST, TunnelErrorCode.LINK_OFFLINE, TunnelErrorCode.OPEN_TIMEOUT);
        assertThat(ends.caller.liveStreams()).isZero();
    }

    @ParameterizedTest(name = "{0} after {1} ms")
    @MethodSource("exchangesAndMoments")
    void aHostThatDiesAtAnyPointEndsItsStream(String target, int millis) {
        Result result = start(target);
        ends.world.run(Duration.ofMillis(millis));

        ends.killHost();

        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(80))).isTrue();
        if (result.failure.isEmpty() && !"/small".equals(target) && !"/up".equals(target)) {
            assertThat(result.bytes).as("never a short body").isEqualTo((long) PIECE * PIECES);
        }
        assertThat(ends.world.runUntil(this::isCallerClean, Duration.ofSeconds(80)))
                .isTrue();
    }

    private boolean isCallerClean() {
        return ends.caller.liveStreams() == 0
                && ends.caller.freeBudget() == ends.limits().callerBudgetBytes();
    }

    static Stream<Arguments> exchangesAndMoments() {
        return Stream.of("/small", "/up", "/down", "/upgrade", "/silent")
                .flatMap(target ->
                        Stream.of(0, 1, 2, 3, 5, 10, 30, 100, 1_000).map(millis -> Arguments.of(target, millis)));
    }

    @ParameterizedTest(name = "after {0} ms")
    @MethodSource("moments")
    void aHostThatIsReplacedEndsItsStreamsAtOnce(int millis) {
        Result result = start("/down");
        ends.world.run(Duration.ofMillis(millis));

        ends.killHost();
        ends.startAnotherHost();

        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(12))).isTrue();
        assertThat(result.failure.orElse(TunnelErrorCode.PEER_LOST)).isEqualTo(TunnelErrorCode.PEER_LOST);
        assertThat(ends.caller.liveStreams()).isZero();
    }

    @ParameterizedTest(name = "after {0} ms")
    @MethodSource("moments")
    void aCallerThatDiesCancelsItsHandlers(int millis) {
        start("/silent");
        start("/down");
        ends.world.run(Duration.ofMillis(millis));

        ends.callerConnection.kill();

        assertThat(ends.world.runUntil(
                        () -> ends.host.liveStreams() == 0
                                && ends.host.freeBudget() == ends.limits().hostBudgetBytes(),
                        Duration.ofSeconds(200)))
                .isTrue();
        assertThat(exchanges.stream().filter(exchange -> "/silent".equals(exchange.target())))
                .allMatch(TunnelExchange::isCancelled);
    }

    static Stream<Integer> moments() {
        return Stream.of(0, 1, 2, 3, 4, 6, 10);
    }

    @Test
    void aCutThatIsShorterThanTheResumeTimeIsNotNoticed() {
        Result result = start("/down");
        ends.world.run(Duration.ofMillis(4));

        ends.hostConnection.cut(Duration.ofSeconds(50));

        ends.world.run(Duration.ofSeconds(49));
        assertThat(result.isOver()).isFalse();
        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(10))).isTrue();
        assertThat(result.failure).isEmpty();
    }

    @Test
    void aRequestIsSentWhenTheConnectionIsBack() {
        ends.callerConnection.cut(Duration.ofSeconds(3));

        Result result = start("/small");

        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(5))).isTrue();
        assertThat(result.failure).isEmpty();
    }

    @Test
    void aRequestThatCouldNeverBeSentHasNotRun() {
        ends.callerConnection.cut(Duration.ofMinutes(5));

        Result result = start("/small");

        assertThat(ends.world.runUntil(result::isOver, Duration.ofSeconds(11))).isTrue();
        assertThat(result.failure).hasValue(TunnelErrorCode.REFUSED);
    }

    private boolean isClean() {
        return ends.caller.liveStreams() == 0
                && ends.host.liveStreams() == 0
                && ends.caller.freeBudget() == ends.limits().callerBudgetBytes()
                && ends.host.freeBudget() == ends.limits().hostBudgetBytes();
    }

    private Result start(String target) {
        var result = new Result();
        if ("/upgrade".equals(target)) {
            ends.caller
                    .upgrade(SimEnds.LINK, TunnelRequest.get(target))
                    .onItem()
                    .castTo(TunnelUpgrade.Switched.class)
                    .invoke(switched -> switched.channel().send(body()))
                    .onItem()
                    .transformToMulti(switched -> switched.channel().incoming())
                    .subscribe()
                    .with(result::add, result::failed, result::completed);
        } else {
            TunnelRequest request =
                    "/up".equals(target) ? TunnelRequest.put(target, TunnelBody.of(body())) : TunnelRequest.get(target);
            ends.caller
                    .send(SimEnds.LINK, request)
                    .onItem()
                    .transformToMulti(TunnelResponse::body)
                    .subscribe()
                    .with(result::add, result::failed, result::completed);
        }
        return result;
    }

    private Uni<TunnelResponse> handle(TunnelExchange exchange) {
        exchanges.add(exchange);
        return switch (exchange.target()) {
            case "/up" ->
                exchange.body()
                        .bytes(PIECE * PIECES)
                        .map(bytes -> TunnelResponse.of(
                                200, "text/plain", String.valueOf(bytes.length).getBytes(UTF_8)));
            case "/down" -> Uni.createFrom().item(TunnelResponse.of(200, TunnelHeaders.empty(), TunnelBody.of(body())));
            case "/upgrade" ->
                Uni.createFrom()
                        .item(exchange.upgrade(TunnelHeaders.empty(), channel -> channel.send(channel.incoming())));
            case "/silent" -> Uni.createFrom().nothing();
            default -> Uni.createFrom().item(TunnelResponse.of(204));
        };
    }

    private static Multi<ByteBuffer> body() {
        return Multi.createFrom().range(0, PIECES).map(piece -> ByteBuffer.wrap(new byte[PIECE]));
    }

    /** What became of one exchange. */
    private static final class Result {

        private Optional<TunnelErrorCode> failure = Optional.empty();
        private long bytes;
        private boolean over;

        private boolean isOver() {
            return over;
        }

        private void add(ByteBuffer piece) {
            bytes += piece.remaining();
        }

        private void failed(Throwable problem) {
            failure = Optional.of(((TunnelException) problem).code());
            over = true;
        }

        private void completed() {
            over = true;
        }

        @Override
        public String toString() {
            return "%d bytes, over: %s, failure: %s".formatted(bytes, over, failure);
        }
    }
}
