package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.contract.json.Json;
import dev.hawser.harness.chunk.ChunkType;
import dev.hawser.harness.chunk.ChunkType.Field;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One assistant message that grows chunk by chunk, as {@code readUIMessageStream} of the AI SDK builds it; golden files
 * made by that package hold it to that. Confined to one thread at a time.
 */
final class MessageFold {

    private static final String METADATA = "metadata";
    private static final String PARTS = "parts";
    private static final String TEXTS = "texts";
    private static final String REASONING = "reasoning";
    private static final String CALLS = "calls";
    private static final String LAST_ERROR = "lastError";
    private static final String THREAD_TITLE = "title";

    private final SdkReader reader;
    private @Nullable String id;
    private @Nullable JsonNode metadata;
    private @Nullable String lastError;
    private @Nullable String title;
    private Parts parts = new Parts();
    private GrowingTexts texts = new GrowingTexts("text");
    private GrowingTexts reasoning = new GrowingTexts(REASONING);
    private ToolParts tools;

    MessageFold(SdkReader reader) {
        this.reader = reader;
        this.tools = new ToolParts(reader);
    }

    /**
     * Adds one chunk. A type that is not known is passed over, as the SDK's reader does.
     *
     * @throws UnfoldableException if the chunk makes no sense here; the message is then of no further use
     */
    void apply(ObjectNode chunk) {
        String type = GrowingTexts.text(chunk, Field.TYPE);
        if (ChunkType.isData(type)) {
            data(type, chunk);
        } else {
            ChunkType.of(type).filter(reader::knows).ifPresent(known -> apply(known, chunk));
        }
    }

    private void apply(ChunkType type, ObjectNode chunk) {
        switch (type) {
            case START -> start(chunk);
            case FINISH, MESSAGE_METADATA -> merge(chunk.get(Field.MESSAGE_METADATA));
            case ABORT -> {}
            case ERROR -> lastError = chunk.path(Field.ERROR_TEXT).asText();
            case START_STEP -> parts.add(Json.mapper().createObjectNode().put(Part.TYPE, Parts.STEP_START));
            case FINISH_STEP -> finishStep();
            case RESET_STEP -> resetStep();
            case TEXT_START -> texts.start(chunk, parts);
            case TEXT_DELTA -> texts.delta(chunk);
            case TEXT_END -> textEnd(chunk);
            case REASONING_START -> reasoning.start(chunk, parts);
            case REASONING_DELTA -> reasoning.delta(chunk);
            case REASONING_END -> reasoning.end(chunk);
            case TOOL_INPUT_START -> tools.inputStart(chunk, parts);
            case TOOL_INPUT_DELTA -> tools.inputDelta(chunk, parts);
            case TOOL_INPUT_AVAILABLE -> tools.inputAvailable(chunk, parts);
            case TOOL_INPUT_ERROR -> tools.inputError(chunk, parts);
            case TOOL_APPROVAL_REQUEST -> tools.approvalRequest(chunk, parts);
            case TOOL_APPROVAL_RESPONSE -> tools.approvalResponse(chunk, parts);
            case TOOL_OUTPUT_AVAILABLE -> tools.outputAvailable(chunk, parts);
            case TOOL_OUTPUT_ERROR -> tools.outputError(chunk, parts);
            case TOOL_OUTPUT_DENIED -> tools.outputDenied(chunk, parts);
            case FILE, REASONING_FILE -> file(chunk);
            case CUSTOM -> copy(chunk, Field.KIND, Field.PROVIDER_METADATA);
            case STEERING_MESSAGE -> copy(chunk, Field.ID, Field.PARTS);
            case SOURCE_URL -> copy(chunk, Field.SOURCE_ID, Field.URL, Field.TITLE, Field.PROVIDER_METADATA);
            case SOURCE_DOCUMENT ->
                copy(chunk, Field.SOURCE_ID, Field.MEDIA_TYPE, Field.TITLE, Field.FILENAME, Field.PROVIDER_METADATA);
        }
    }

    private void finishStep() {
        if (!reader.keepsTextsOpen()) {
            texts.forgetAll();
            reasoning.forgetAll();
        }
    }

    private void resetStep() {
        texts.forgetAll();
        reasoning.forgetAll();
        tools.forgetAll();
        parts.dropStep();
    }

    private void textEnd(ObjectNode chunk) {
        Part part = texts.end(chunk);
        if (reader.keepsCitationsAndReasons()) {
            part.putIfKnown(Field.CITATIONS, chunk.get(Field.CITATIONS));
        }
    }

    private void start(ObjectNode chunk) {
        JsonNode given = chunk.path(Field.MESSAGE_ID);
        if (given.isTextual()) {
            if (!given.textValue().equals(id)) {
                forget();
            }
            id = given.textValue();
        }
        merge(chunk.get(Field.MESSAGE_METADATA));
    }

    private void forget() {
        parts = new Parts();
        texts = new GrowingTexts("text");
        reasoning = new GrowingTexts(REASONING);
        tools = new ToolParts(reader);
        metadata = null;
    }

    private void merge(@Nullable JsonNode more) {
        if (more != null && !more.isNull()) {
            metadata = metadata == null ? more : Metadata.merged(metadata, more);
        }
    }

    private void file(ObjectNode chunk) {
        ObjectNode json = copy(chunk, Field.MEDIA_TYPE, Field.URL);
        if (Part.isKnown(chunk.get(Field.PROVIDER_METADATA))) {
            json.set(Field.PROVIDER_METADATA, chunk.get(Field.PROVIDER_METADATA));
        }
    }

    private ObjectNode copy(ObjectNode chunk, String... fields) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.set(Part.TYPE, chunk.get(Field.TYPE));
        for (String field : fields) {
            Part.put(json, field, chunk.get(field));
        }
        return parts.add(json).fields();
    }

    private void data(String type, ObjectNode chunk) {
        JsonNode content = chunk.get(Field.DATA);
        if (type.equals(ChunkType.DATA_TITLE)) {
            Titles.of(content).ifPresent(text -> title = text);
        }
        if (chunk.path(Field.TRANSIENT).asBoolean()) {
            return;
        }
        JsonNode id = chunk.get(Field.ID);
        Optional<Part> existing = Part.isKnown(id)
                ? parts.first(part -> part.is(type) && id.equals(part.fields().get(Field.ID)))
                : Optional.empty();
        existing.ifPresentOrElse(part -> part.put(Field.DATA, content), () -> parts.add(chunk));
    }

    /** The id that a {@code start} chunk gave. */
    Optional<String> id() {
        return Optional.ofNullable(id);
    }

    Optional<JsonNode> metadata() {
        return Optional.ofNullable(metadata);
    }

    /** The text of the last error chunk. */
    Optional<String> lastError() {
        return Optional.ofNullable(lastError);
    }

    /** The title that the run gave its thread. */
    Optional<String> title() {
        return Optional.ofNullable(title);
    }

    /** How many steps have begun. */
    int steps() {
        return parts.steps();
    }

    boolean hasContent() {
        return parts.hasContent();
    }

    boolean isVisible() {
        return parts.isVisible();
    }

    /** The parts as they are now; not to be changed. */
    ArrayNode parts() {
        return parts.json();
    }

    /** Everything that another pod needs to go on from here. */
    ObjectNode state() {
        ObjectNode state = Json.mapper().createObjectNode();
        Part.put(state, Field.ID, id == null ? null : TextNode.valueOf(id));
        Part.put(state, METADATA, metadata);
        Part.put(state, LAST_ERROR, lastError == null ? null : TextNode.valueOf(lastError));
        Part.put(state, THREAD_TITLE, title == null ? null : TextNode.valueOf(title));
        state.set(PARTS, parts.json());
        state.set(TEXTS, texts.state(parts));
        state.set(REASONING, reasoning.state(parts));
        state.set(CALLS, tools.state());
        return state;
    }

    /** Continues from a {@link #state()}, which is owned by the fold from now on. */
    static MessageFold restore(SdkReader reader, JsonNode state) {
        var fold = new MessageFold(reader);
        fold.id = state.path(Field.ID).textValue();
        fold.metadata = state.get(METADATA);
        fold.lastError = state.path(LAST_ERROR).textValue();
        fold.title = state.path(THREAD_TITLE).textValue();
        state.path(PARTS).forEach(part -> fold.parts.add((ObjectNode) part));
        fold.texts.restore(state.path(TEXTS), fold.parts);
        fold.reasoning.restore(state.path(REASONING), fold.parts);
        fold.tools.restore(state.path(CALLS));
        return fold;
    }
}
