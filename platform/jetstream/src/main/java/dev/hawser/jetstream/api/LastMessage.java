package dev.hawser.jetstream.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.hawser.contract.json.Json;
import io.nats.client.api.MessageInfo;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** The last message of a subject as the leader of the stream has it. */
public final class LastMessage {

    private LastMessage() {}

    /** Reads it; empty if there is none. Fails as {@link JetStreamApi#call(String, Object)}. */
    public static Uni<Optional<MessageInfo>> of(JetStreamApi api, String stream, String subject) {
        return api.request(ApiSubjects.messageGet(stream), null, Json.bytes(new Request(subject)))
                .map(message -> found(new MessageInfo(message, stream, false)));
    }

    private static Optional<MessageInfo> found(MessageInfo info) {
        if (!info.hasError()) {
            return Optional.of(info);
        }
        if (info.getApiErrorCode() == ErrorCodes.MESSAGE_NOT_FOUND) {
            return Optional.empty();
        }
        throw new JetStreamUnavailableException(String.valueOf(info.getError()));
    }

    @RegisterForReflection
    private record Request(@JsonProperty("last_by_subj") String subject) {}
}
