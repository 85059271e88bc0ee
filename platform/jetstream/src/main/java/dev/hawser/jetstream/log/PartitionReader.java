package dev.hawser.jetstream.log;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.jetstream.consumer.OrderedReader;
import dev.hawser.jetstream.consumer.OrderedReaders;
import dev.hawser.jetstream.consumer.ReadPlan;
import io.nats.client.Message;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Flow;

/** Reads the logs of all runs of a partition in the order in which they were stored (design 03 §6). */
@ApplicationScoped
public class PartitionReader {

    private final OrderedReaders readers;

    public PartitionReader(OrderedReaders readers) {
        this.readers = readers;
    }

    /**
     * All entries of a partition from a stream sequence on, and then the new ones, until it is cancelled.
     *
     * <p>Never completes and never fails: over every loss of the connection or the server it goes on behind the last
     * entry that it gave, without loss or duplicate. Asks the server only for what is requested, at most 256 entries
     * and about 8 MiB at a time; entries come one at a time on threads of the NATS client, which must not be blocked.
     */
    public Multi<LogEntry> read(int partition, long fromStreamSequence) {
        ReadPlan plan = ReadPlan.from(
                StreamCatalogue.RUNS.name(), CoreSubjects.runsOf(partition), Math.max(1, fromStreamSequence));
        return Multi.createFrom()
                .publisher(subscriber -> subscriber.onSubscribe(new Reading(readers, plan, subscriber)));
    }

    private static final class Reading implements Flow.Subscription, OrderedReader.Listener {

        private final Flow.Subscriber<? super LogEntry> subscriber;
        private final OrderedReader reader;

        private Reading(OrderedReaders readers, ReadPlan plan, Flow.Subscriber<? super LogEntry> subscriber) {
            this.subscriber = subscriber;
            this.reader = readers.open(plan, this);
        }

        @Override
        public void onMessage(Message message) {
            subscriber.onNext(EntryReader.ofDelivery(message));
        }

        @Override
        public void request(long count) {
            reader.request(count);
        }

        @Override
        public void cancel() {
            reader.close();
        }
    }
}
