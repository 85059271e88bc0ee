package dev.hawser.harness.chunk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of chunks in a UI message stream of the AI SDK, versions 6 and 7, with the fields that its readers check:
 * they refuse a chunk that lacks a required one, or has another kind of value in one of them.
 *
 * <p>Beside these there are the types that start with {@link #DATA_PREFIX}, whose content is the application's.
 */
public enum ChunkType {
    /** The message begins; it may bring the message's id and metadata. */
    START("start", List.of(), Field.MESSAGE_ID),
    /** The message is complete. */
    FINISH("finish", List.of(), Field.FINISH_REASON),
    /** The message was given up. */
    ABORT("abort", List.of(), Field.REASON),
    /** Something went wrong; what was said so far stays. */
    ERROR("error", List.of(Field.ERROR_TEXT)),
    /** More metadata of the message. */
    MESSAGE_METADATA("message-metadata", List.of()),
    /** A step, usually one call of a model, begins. */
    START_STEP("start-step", List.of()),
    /** A step is complete. */
    FINISH_STEP("finish-step", List.of()),
    /** What the present step has said is taken back (version 7). */
    RESET_STEP("reset-step", List.of()),
    /** A text begins. */
    TEXT_START("text-start", List.of(Field.ID), Field.PROVIDER_METADATA),
    /** More of a text. */
    TEXT_DELTA("text-delta", List.of(Field.ID, Field.DELTA), Field.PROVIDER_METADATA),
    /** A text is complete; it may bring what it cites (version 7). */
    TEXT_END("text-end", List.of(Field.ID), Field.PROVIDER_METADATA, Field.CITATIONS),
    /** A train of thought begins. */
    REASONING_START("reasoning-start", List.of(Field.ID), Field.PROVIDER_METADATA),
    /** More of a train of thought. */
    REASONING_DELTA("reasoning-delta", List.of(Field.ID, Field.DELTA), Field.PROVIDER_METADATA),
    /** A train of thought is complete. */
    REASONING_END("reasoning-end", List.of(Field.ID), Field.PROVIDER_METADATA),
    /** The input of a tool call begins. */
    TOOL_INPUT_START(
            "tool-input-start",
            List.of(Field.TOOL_CALL_ID, Field.TOOL_NAME),
            Field.INPUT_ENCODING,
            Field.PROVIDER_EXECUTED,
            Field.PROVIDER_METADATA,
            Field.TOOL_METADATA,
            Field.DYNAMIC,
            Field.TITLE),
    /** More of a tool call's input. */
    TOOL_INPUT_DELTA("tool-input-delta", List.of(Field.TOOL_CALL_ID, Field.INPUT_TEXT_DELTA)),
    /** The input of a tool call is complete. */
    TOOL_INPUT_AVAILABLE(
            "tool-input-available",
            List.of(Field.TOOL_CALL_ID, Field.TOOL_NAME),
            Field.PROVIDER_EXECUTED,
            Field.PROVIDER_METADATA,
            Field.TOOL_METADATA,
            Field.DYNAMIC,
            Field.TITLE),
    /** The input of a tool call cannot be used. */
    TOOL_INPUT_ERROR(
            "tool-input-error",
            List.of(Field.TOOL_CALL_ID, Field.TOOL_NAME, Field.ERROR_TEXT),
            Field.PROVIDER_EXECUTED,
            Field.PROVIDER_METADATA,
            Field.TOOL_METADATA,
            Field.DYNAMIC,
            Field.TITLE),
    /** A tool call waits for a person's consent. */
    TOOL_APPROVAL_REQUEST(
            "tool-approval-request",
            List.of(Field.TOOL_CALL_ID, Field.APPROVAL_ID),
            Field.REASON,
            Field.IS_AUTOMATIC,
            Field.SIGNATURE),
    /** A person has decided on a tool call (version 7). */
    TOOL_APPROVAL_RESPONSE(
            "tool-approval-response",
            List.of(Field.APPROVAL_ID, Field.APPROVED),
            Field.REASON,
            Field.PROVIDER_EXECUTED,
            Field.PROVIDER_METADATA),
    /** What a tool call returned. */
    TOOL_OUTPUT_AVAILABLE(
            "tool-output-available",
            List.of(Field.TOOL_CALL_ID),
            Field.PROVIDER_EXECUTED,
            Field.PROVIDER_METADATA,
            Field.TOOL_METADATA,
            Field.DYNAMIC,
            Field.PRELIMINARY),
    /** A tool call failed. */
    TOOL_OUTPUT_ERROR(
            "tool-output-error",
            List.of(Field.TOOL_CALL_ID, Field.ERROR_TEXT),
            Field.PROVIDER_EXECUTED,
            Field.PROVIDER_METADATA,
            Field.TOOL_METADATA,
            Field.DYNAMIC),
    /** A person refused a tool call. */
    TOOL_OUTPUT_DENIED("tool-output-denied", List.of(Field.TOOL_CALL_ID)),
    /** A file. */
    FILE("file", List.of(Field.URL, Field.MEDIA_TYPE), Field.PROVIDER_METADATA),
    /** A file that belongs to a train of thought (version 7). */
    REASONING_FILE("reasoning-file", List.of(Field.URL, Field.MEDIA_TYPE), Field.PROVIDER_METADATA),
    /** A web page that was used. */
    SOURCE_URL("source-url", List.of(Field.SOURCE_ID, Field.URL), Field.TITLE, Field.PROVIDER_METADATA),
    /** A document that was used. */
    SOURCE_DOCUMENT(
            "source-document",
            List.of(Field.SOURCE_ID, Field.MEDIA_TYPE, Field.TITLE),
            Field.FILENAME,
            Field.PROVIDER_METADATA),
    /** Content of a kind that only its provider knows (version 7). */
    CUSTOM("custom", List.of(Field.KIND), Field.PROVIDER_METADATA),
    /** What a person said in the middle of the run (version 7). */
    STEERING_MESSAGE("steering-message", List.of(Field.ID, Field.PARTS));

    /** The start of every type of the application's own. */
    public static final String DATA_PREFIX = "data-";

    /** The title of the thread: {@code data} is the text, or an object with a {@code title}. */
    public static final String DATA_TITLE = "data-title";

    private static final Map<String, ChunkType> BY_TEXT =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(ChunkType::text, Function.identity()));

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> required;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> checked;

    ChunkType(String text, List<String> required, String... optional) {
        this.text = text;
        this.required = required;
        this.checked = List.of(optional);
    }

    /** The text in field {@code type}. */
    public String text() {
        return text;
    }

    /** The fields that must be there. */
    public List<String> required() {
        return required;
    }

    /** The fields that need not be there, but must have the right kind of value if they are. */
    List<String> optional() {
        return checked;
    }

    /** The type of this text; empty for the application's own and for unknown ones. */
    public static Optional<ChunkType> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    /** The type of a chunk; empty for the application's own and for what is no chunk. */
    public static Optional<ChunkType> of(JsonNode chunk) {
        return of(chunk.path(Field.TYPE).asText());
    }

    /** True for the application's own types. */
    public static boolean isData(String text) {
        return text.startsWith(DATA_PREFIX) && text.length() > DATA_PREFIX.length();
    }

    /** The names of fields that several types share. */
    public static final class Field {

        /** What a chunk is. */
        public static final String TYPE = "type";
        /** Which text, train of thought or data. */
        public static final String ID = "id";
        /** More text. */
        public static final String DELTA = "delta";
        /** The content of data. */
        public static final String DATA = "data";
        /** True for data that is shown but not kept. */
        public static final String TRANSIENT = "transient";
        /** What went wrong. */
        public static final String ERROR_TEXT = "errorText";
        /** Why the message is complete. */
        public static final String FINISH_REASON = "finishReason";
        /** The id of the message. */
        public static final String MESSAGE_ID = "messageId";
        /** Metadata of the message. */
        public static final String MESSAGE_METADATA = "messageMetadata";
        /** Which tool call. */
        public static final String TOOL_CALL_ID = "toolCallId";
        /** Which tool. */
        public static final String TOOL_NAME = "toolName";
        /** More of a tool call's input. */
        public static final String INPUT_TEXT_DELTA = "inputTextDelta";
        /** Which request for consent. */
        public static final String APPROVAL_ID = "approvalId";
        /** Which source. */
        public static final String SOURCE_ID = "sourceId";
        /** Where something is. */
        public static final String URL = "url";
        /** What kind of content. */
        public static final String MEDIA_TYPE = "mediaType";
        /** A name for people. */
        public static final String TITLE = "title";
        /** Why the message was given up. */
        public static final String REASON = "reason";

        /** How the input of a tool call is written: {@code json} or {@code text}. */
        public static final String INPUT_ENCODING = "inputEncoding";
        /** True if the provider of the model executes the call. */
        public static final String PROVIDER_EXECUTED = "providerExecuted";
        /** What the provider of the model says of something: an object of objects. */
        public static final String PROVIDER_METADATA = "providerMetadata";
        /** What the application says of a tool. */
        public static final String TOOL_METADATA = "toolMetadata";
        /** True for a tool that the application does not know beforehand. */
        public static final String DYNAMIC = "dynamic";
        /** True for an output that another one will replace. */
        public static final String PRELIMINARY = "preliminary";
        /** True if nobody has to be asked. */
        public static final String IS_AUTOMATIC = "isAutomatic";
        /** Proof of a request for consent. */
        public static final String SIGNATURE = "signature";
        /** What a person decided. */
        public static final String APPROVED = "approved";
        /** The name of a document's file. */
        public static final String FILENAME = "filename";
        /** What kind of custom content. */
        public static final String KIND = "kind";
        /** The parts of a message. */
        public static final String PARTS = "parts";
        /** What a text cites. */
        public static final String CITATIONS = "citations";

        private Field() {}
    }
}
