package dev.hawser.jetstream.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for many messages of a stream at once.
 *
 * @param sequence from this sequence of the stream on
 * @param nextBySubject only of subjects that match
 * @param multiLast only the last one of each of these subjects; filters are allowed
 * @param batch most messages
 * @param maxBytes the answer ends once it has this many bytes
 * @param upToSequence as of this sequence, so that several pages tell of one moment
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record DirectGet(
        @JsonProperty("seq") @Nullable Long sequence,
        @JsonProperty("next_by_subj") @Nullable String nextBySubject,
        @JsonProperty("multi_last") @Nullable List<String> multiLast,
        @JsonProperty("batch") @Nullable Integer batch,
        @JsonProperty("max_bytes") long maxBytes,
        @JsonProperty("up_to_seq") @Nullable Long upToSequence) {

    /** An answer's size: what a reader has to hold at the most, beside one message more. */
    public static final long ANSWER_BYTES = 4L * 1024 * 1024;

    /** Messages of one subject filter from a sequence on. */
    public static DirectGet from(String filter, long sequence, int batch) {
        return from(filter, sequence, batch, ANSWER_BYTES);
    }

    /** Messages of one subject filter from a sequence on, until the answer has so many bytes. */
    public static DirectGet from(String filter, long sequence, int batch, long maxBytes) {
        return new DirectGet(sequence, filter, null, batch, maxBytes, null);
    }

    /** The last message of each subject. */
    public static DirectGet lastOf(List<String> subjects) {
        return new DirectGet(null, null, subjects, null, ANSWER_BYTES, null);
    }

    /** The next page of {@link #lastOf(List)}. */
    DirectGet after(long sequence, long upTo) {
        return new DirectGet(sequence + 1, nextBySubject, multiLast, batch, maxBytes, upTo);
    }
}
