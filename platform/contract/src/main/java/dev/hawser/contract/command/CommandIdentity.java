package dev.hawser.contract.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * What makes two commands the same: thread, kind, id and a hash of the content.
 *
 * <p>JetStream drops a second message with the same {@code Nats-Msg-Id}; one with the same id and another hash reaches
 * intake, which sees the conflict.
 *
 * @param hash 32 hexadecimal digits: the first half of SHA-256 over the content with sorted field names
 */
public record CommandIdentity(String threadId, String kind, String id, String hash) {

    /** The identity of a command. Who sent it and its trace are not part of its content. */
    public static CommandIdentity of(Command command) {
        return new CommandIdentity(command.threadId(), command.kindText(), command.subjectId(), hash(command));
    }

    /** The value of {@code Nats-Msg-Id}. */
    public String messageId() {
        return threadId + ':' + kind + ':' + id + ':' + hash;
    }

    private static String hash(Command command) {
        ObjectNode content = Json.mapper().valueToTree(command);
        content.remove("createdBy");
        content.remove("by");
        content.remove("traceparent");
        return HexFormat.of().formatHex(sha256(Json.bytes(sorted(content))), 0, 16);
    }

    private static JsonNode sorted(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var fields = new TreeMap<String, JsonNode>();
                object.properties().forEach(field -> fields.put(field.getKey(), sorted(field.getValue())));
                yield Json.mapper().createObjectNode().setAll(fields);
            }
            case ArrayNode array -> {
                ArrayNode copy = Json.mapper().createArrayNode();
                array.forEach(element -> copy.add(sorted(element)));
                yield copy;
            }
            default -> node;
        };
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
