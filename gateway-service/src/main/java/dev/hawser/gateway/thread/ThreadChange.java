package dev.hawser.gateway.thread;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hawser.contract.json.Json;
import dev.hawser.gateway.problem.ProblemException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code PATCH /api/threads/{id}}: a field that is missing stays as it is, a field that is null is taken away.
 *
 * @param title outer empty: leave it; inner empty: none any more
 * @param policy likewise
 */
record ThreadChange(Optional<Optional<String>> title, Optional<Optional<ThreadPolicy>> policy) {

    ThreadChange {
        title.flatMap(value -> value).ifPresent(NewThread::checkTitle);
    }

    @JsonCreator
    static ThreadChange of(
            @JsonProperty("title") @Nullable JsonNode title, @JsonProperty("policy") @Nullable JsonNode policy) {
        return new ThreadChange(field(title, String.class), field(policy, ThreadPolicy.class));
    }

    private static <T> Optional<Optional<T>> field(@Nullable JsonNode node, Class<T> type) {
        if (node == null) {
            return Optional.empty();
        }
        if (node.isNull()) {
            return Optional.of(Optional.empty());
        }
        try {
            return Optional.of(Optional.of(Json.strictMapper().treeToValue(node, type)));
        } catch (JsonProcessingException e) {
            throw ProblemException.malformed(e);
        }
    }
}
