package dev.hawser.gateway.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.contract.subject.Partition;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.LogWriter;
import dev.hawser.gateway.support.World;
import dev.hawser.jetstream.api.DirectReads;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.log.StoredRecord;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feed and the leader of its log. */
@QuarkusTest
@Timeout(60)
@QuarkusTestResource(GatewayStack.class)
class RunFeedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String CHUNK = "{\"type\":\"text-delta\",\"id\":\"t\",\"delta\":\"x\"}";

    @Inject
    JetStreamApi api;

    @Inject
    JetStreamPublisher publisher;

    @Inject
    DirectReads reads;

    @Inject
    Vertx vertx;

    @Inject
    TailMetrics metrics;

    @Inject
    TailConfig config;

    private final Db db = World.get().db();
    private final Db.Owner owner = db.owner();
    private final String thread = db.thread(owner);
    private final String run = db.run(owner, thread, "running");
    private LogWriter log = new LogWriter(thread, run);
    private RunFeed feed;

    /** What happens between the leader's answer and its arrival. */
    private volatile Runnable meanwhile = () -> {};

    @BeforeEach
    void follow() {
        log.claim().chunks(CHUNK);
        var row = new TailRun(run, Partition.of(thread), "running", false, 1, 0, Optional.empty(), Optional.empty());
        feed = new RunFeed(row, new SlowLeader(), vertx, metrics, config);
        feed.start();
        await().until(feed::isReady);
    }

    @AfterEach
    void close() {
        feed.close();
    }

    @Test
    void aLogThatGrowsWhileItsLeaderAnswersHasNotBecomeShorter() {
        long before = feed.head();
        meanwhile = () -> {
            log.chunks(CHUNK);
            await().until(() -> feed.head() > before);
        };

        assertThat(feed.becameShorter().await().atMost(PATIENCE)).isFalse();
        assertThat(feed.head()).isGreaterThan(before);
    }

    @Test
    void aLogThatWasLostHasBecomeShorter() {
        log.loseAll();

        assertThat(feed.becameShorter().await().atMost(PATIENCE)).isTrue();
    }

    /** The real one, whose answers arrive late. */
    private final class SlowLeader extends RunLog {

        private SlowLeader() {
            super(api, publisher, reads);
        }

        @Override
        public Uni<Optional<StoredRecord>> last(int partition, String id) {
            return super.last(partition, id)
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .invoke(() -> meanwhile.run());
        }
    }
}
