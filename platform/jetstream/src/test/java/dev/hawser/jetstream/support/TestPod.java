package dev.hawser.jetstream.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.subject.Grants;
import dev.hawser.jetstream.api.DirectReads;
import dev.hawser.jetstream.api.Inbox;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.consumer.OrderedReaders;
import dev.hawser.jetstream.lease.LeaseStore;
import dev.hawser.jetstream.log.PartitionReader;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.jetstream.publish.JetStreamPublisher;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsCredentials;
import java.nio.file.Path;
import java.time.Duration;

/** One pod's connection and what is built on it. */
public final class TestPod implements AutoCloseable {

    private final NatsConnections nats;
    private final Pod pod;
    private final JetStreamApi api;
    private final Inbox inbox;

    TestPod(String url, Path credentials, String service, String id) {
        this.pod = new Pod(service, id);
        this.nats =
                NatsConnectionHolder.connect(NatsConnectionOptions.service(url, id, NatsCredentials.file(credentials))
                        .withInboxPrefix(Grants.inboxPrefix(service) + '.'));
        this.api = new JetStreamApi(nats);
        this.inbox = new Inbox(nats, pod);
        awaitConnected();
    }

    public void awaitConnected() {
        try {
            assertThat(nats.awaitConnected(Duration.ofSeconds(20))).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public NatsConnections nats() {
        return nats;
    }

    public Pod pod() {
        return pod;
    }

    public JetStreamApi api() {
        return api;
    }

    public Inbox inbox() {
        return inbox;
    }

    public JetStreamPublisher publisher() {
        return new JetStreamPublisher(api);
    }

    public RunLog log() {
        return new RunLog(api, publisher(), new DirectReads(api, inbox));
    }

    public PartitionReader partitions() {
        return new PartitionReader(new OrderedReaders(api, inbox));
    }

    public LeaseStore leases() {
        return new LeaseStore(api, new DirectReads(api, inbox), new OrderedReaders(api, inbox));
    }

    @Override
    public void close() {
        try {
            nats.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
