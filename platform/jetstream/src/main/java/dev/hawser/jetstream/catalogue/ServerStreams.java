package dev.hawser.jetstream.catalogue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.jetstream.api.ApiSubjects;
import dev.hawser.jetstream.api.ErrorCodes;
import dev.hawser.jetstream.api.JetStreamApi;
import dev.hawser.jetstream.api.JetStreamErrorException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The streams as the server has them. */
final class ServerStreams {

    private ServerStreams() {}

    /** The settings of a stream; empty if there is none. */
    static Uni<Optional<StreamConfig>> find(JetStreamApi api, String stream) {
        return api.call(ApiSubjects.streamInfo(stream))
                .map(info -> Optional.of(config(info)))
                .onFailure(ServerStreams::isMissing)
                .recoverWithItem(Optional.empty());
    }

    /** The server leaves out what is zero or false. */
    private static StreamConfig config(JsonNode info) {
        try {
            return Json.mapper()
                    .readerFor(StreamConfig.class)
                    .without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue(info.path("config"));
        } catch (IOException e) {
            throw new UncheckedIOException("the server's answer is no stream", e);
        }
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof JetStreamErrorException error && error.errorCode() == ErrorCodes.STREAM_NOT_FOUND;
    }
}
