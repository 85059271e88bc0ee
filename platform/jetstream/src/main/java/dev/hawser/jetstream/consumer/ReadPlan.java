package dev.hawser.jetstream.consumer;

import java.util.OptionalLong;

/**
 * What an {@link OrderedReader} reads.
 *
 * @param stream name of the JetStream stream
 * @param filter subjects
 * @param fromSequence from this sequence of the stream on; empty: at each start the last message of each subject, then
 *     what is new
 */
public record ReadPlan(String stream, String filter, OptionalLong fromSequence) {

    /** Everything from a sequence of the stream on. */
    public static ReadPlan from(String stream, String filter, long sequence) {
        return new ReadPlan(stream, filter, OptionalLong.of(sequence));
    }

    /** The last message of each subject, then what is new. */
    public static ReadPlan latest(String stream, String filter) {
        return new ReadPlan(stream, filter, OptionalLong.empty());
    }
}
