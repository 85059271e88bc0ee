package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hawser.contract.json.Json;
import dev.hawser.harness.chunk.ChunkType.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts that show tool calls. */
final class ToolParts {

    static final String INPUT = "input";
    static final String RAW_INPUT = "rawInput";

    private static final String DYNAMIC_TOOL = "dynamic-tool";
    private static final String STATIC_TOOL = "tool-";
    private static final String OUTPUT = "output";
    private static final String APPROVAL = "approval";
    private static final String CALL_METADATA = "callProviderMetadata";
    private static final String RESULT_METADATA = "resultProviderMetadata";
    private static final String OUTPUT_AVAILABLE = "output-available";
    private static final String OUTPUT_ERROR = "output-error";

    /** What each change assigns anew, or clears. */
    private static final List<String> ASSIGNED = List.of(INPUT, OUTPUT, Field.ERROR_TEXT, RAW_INPUT, Field.PRELIMINARY);

    private final SdkReader reader;
    private final Map<String, PartialCall> calls = new LinkedHashMap<>();

    ToolParts(SdkReader reader) {
        this.reader = reader;
    }

    void inputStart(ObjectNode chunk, Parts parts) {
        PartialCall call = PartialCall.begin(reader, chunk);
        calls.put(GrowingTexts.text(chunk, Field.TOOL_CALL_ID), call);
        update(change("input-streaming", chunk, Field.INPUT_ENCODING), call.isDynamic(), Optional.empty(), parts);
    }

    void inputDelta(ObjectNode chunk, Parts parts) {
        PartialCall call = calls.get(GrowingTexts.text(chunk, Field.TOOL_CALL_ID));
        if (call == null) {
            throw new UnfoldableException("tool-input-delta for a call that was not started");
        }
        String delta = GrowingTexts.text(chunk, Field.INPUT_TEXT_DELTA);
        ObjectNode change = change("input-streaming", call.start(), Field.INPUT_ENCODING);
        change.remove(List.of(Field.PROVIDER_EXECUTED, Field.PROVIDER_METADATA));
        Optional<Part> existing = find(change, call.isDynamic(), parts);
        call.leaveUnless(existing.orElse(null));
        call.append(delta);
        Part shown = update(change, call.isDynamic(), existing, parts);
        if (existing.isEmpty() && call.isDynamic()) {
            shown.put(INPUT, call.value().orElse(null)); // the SDK leaves out the raw input here
        } else {
            call.showIn(shown);
        }
    }

    void inputAvailable(ObjectNode chunk, Parts parts) {
        update(change("input-available", chunk, INPUT), isDynamic(chunk), Optional.empty(), parts);
    }

    void inputError(ObjectNode chunk, Parts parts) {
        String id = GrowingTexts.text(chunk, Field.TOOL_CALL_ID);
        Optional<Part> existing = parts.inStep(part -> isTool(part) && isCall(part, id));
        boolean dynamic = existing.map(part -> part.is(DYNAMIC_TOOL)).orElseGet(() -> isDynamic(chunk));
        ObjectNode change = change(OUTPUT_ERROR, chunk, Field.ERROR_TEXT);
        change.remove(Field.TITLE);
        Part.put(change, dynamic || !reader.setsBadInputApart() ? INPUT : RAW_INPUT, chunk.get(INPUT));
        update(change, dynamic, Optional.empty(), parts);
    }

    void outputAvailable(ObjectNode chunk, Parts parts) {
        output(change(OUTPUT_AVAILABLE, chunk, OUTPUT, Field.PRELIMINARY), chunk, parts);
    }

    void outputError(ObjectNode chunk, Parts parts) {
        Part shown = shown(chunk, parts);
        shown.freeze();
        ObjectNode change = change(OUTPUT_ERROR, chunk, Field.ERROR_TEXT);
        if (!shown.is(DYNAMIC_TOOL)) {
            Part.put(change, RAW_INPUT, shown.fields().get(RAW_INPUT));
        }
        output(change, chunk, parts);
    }

    void outputDenied(ObjectNode chunk, Parts parts) {
        shown(chunk, parts).fields().put(Part.STATE, "output-denied");
    }

    void approvalRequest(ObjectNode chunk, Parts parts) {
        Part shown = shown(chunk, parts);
        ObjectNode approval = Json.mapper().createObjectNode();
        approval.put(Field.ID, GrowingTexts.text(chunk, Field.APPROVAL_ID));
        if (Part.isKnown(chunk.get("approvalDescriptor"))) {
            approval.set("descriptor", chunk.get("approvalDescriptor"));
        }
        Part.put(approval, "inputSchemaInput", chunk.get("inputSchemaInput"));
        if (reader.keepsCitationsAndReasons()) {
            Part.put(approval, "requestReason", known(chunk, Field.REASON));
            if (chunk.path(Field.IS_AUTOMATIC).asBoolean()) {
                approval.put(Field.IS_AUTOMATIC, true);
            }
        }
        Part.put(approval, Field.SIGNATURE, known(chunk, Field.SIGNATURE));
        shown.fields().put(Part.STATE, "approval-requested").set(APPROVAL, approval);
    }

    void approvalResponse(ObjectNode chunk, Parts parts) {
        String id = GrowingTexts.text(chunk, Field.APPROVAL_ID);
        Part shown = parts.first(part -> isTool(part)
                        && id.equals(part.fields().path(APPROVAL).path(Field.ID).textValue()))
                .orElseThrow(() -> new UnfoldableException("an answer to '" + id + "', which nobody has asked"));
        ObjectNode approval = (ObjectNode) shown.fields().path(APPROVAL);
        Part.put(approval, Field.APPROVED, chunk.get(Field.APPROVED));
        if (Part.isKnown(chunk.get(Field.REASON))) {
            approval.set(Field.REASON, chunk.get(Field.REASON));
        }
        shown.fields().put(Part.STATE, "approval-responded");
        shown.putIfKnown(Field.PROVIDER_EXECUTED, chunk.get(Field.PROVIDER_EXECUTED));
        shown.putIfKnown(CALL_METADATA, chunk.get(Field.PROVIDER_METADATA));
    }

    /** The inputs that still arrive belong to nothing any more. */
    void forgetAll() {
        calls.clear();
    }

    ObjectNode state() {
        ObjectNode state = Json.mapper().createObjectNode();
        calls.forEach((id, call) -> state.set(id, call.state()));
        return state;
    }

    void restore(JsonNode state) {
        state.properties()
                .forEach(
                        entry -> calls.put(entry.getKey(), PartialCall.restore(reader, (ObjectNode) entry.getValue())));
    }

    private void output(ObjectNode change, ObjectNode chunk, Parts parts) {
        Part shown = shown(chunk, parts);
        shown.freeze();
        ObjectNode has = shown.fields();
        Part.put(change, INPUT, has.get(INPUT));
        Part.put(change, Field.TITLE, has.get(Field.TITLE));
        Part.put(
                change,
                Field.TOOL_METADATA,
                Part.isKnown(chunk.get(Field.TOOL_METADATA))
                        ? chunk.get(Field.TOOL_METADATA)
                        : has.get(Field.TOOL_METADATA));
        boolean dynamic = shown.is(DYNAMIC_TOOL);
        change.put(Field.TOOL_NAME, dynamic ? has.path(Field.TOOL_NAME).asText() : staticName(shown));
        update(change, dynamic, Optional.of(shown), parts);
    }

    private static ObjectNode change(String state, ObjectNode chunk, String... more) {
        ObjectNode change = Json.mapper().createObjectNode().put(Part.STATE, state);
        for (String field : List.of(
                Field.TOOL_CALL_ID,
                Field.TOOL_NAME,
                Field.PROVIDER_EXECUTED,
                Field.PROVIDER_METADATA,
                Field.TITLE,
                Field.TOOL_METADATA)) {
            Part.put(change, field, chunk.get(field));
        }
        for (String field : more) {
            Part.put(change, field, chunk.get(field));
        }
        return change;
    }

    private static Part update(ObjectNode change, boolean dynamic, Optional<Part> given, Parts parts) {
        Optional<Part> existing = given.or(() -> find(change, dynamic, parts));
        if (existing.isEmpty()) {
            return parts.add(created(change, dynamic));
        }
        Part part = existing.get();
        part.unfollow();
        String name = GrowingTexts.text(change, Field.TOOL_NAME);
        part.put(Part.STATE, change.get(Part.STATE));
        part.put(dynamic ? Field.TOOL_NAME : Part.TYPE, TextNode.valueOf(dynamic ? name : STATIC_TOOL + name));
        ASSIGNED.forEach(field -> part.put(field, change.get(field)));
        part.put(Field.INPUT_ENCODING, known(change, Field.INPUT_ENCODING));
        for (String field : List.of(Field.TITLE, Field.TOOL_METADATA)) {
            if (change.has(field)) {
                part.put(field, change.get(field));
            }
        }
        part.putIfKnown(Field.PROVIDER_EXECUTED, change.get(Field.PROVIDER_EXECUTED));
        part.putIfKnown(metadataField(change), change.get(Field.PROVIDER_METADATA));
        return part;
    }

    private static ObjectNode created(ObjectNode change, boolean dynamic) {
        ObjectNode json = Json.mapper().createObjectNode();
        String name = GrowingTexts.text(change, Field.TOOL_NAME);
        json.put(Part.TYPE, dynamic ? DYNAMIC_TOOL : STATIC_TOOL + name);
        if (dynamic) {
            json.put(Field.TOOL_NAME, name);
        }
        json.set(Field.TOOL_CALL_ID, change.get(Field.TOOL_CALL_ID));
        json.set(Part.STATE, change.get(Part.STATE));
        Part.put(json, Field.TITLE, change.get(Field.TITLE));
        Part.put(json, Field.TOOL_METADATA, change.get(Field.TOOL_METADATA));
        for (String field : ASSIGNED) {
            if (!dynamic || !RAW_INPUT.equals(field)) {
                Part.put(json, field, change.get(field));
            }
        }
        Part.put(json, Field.INPUT_ENCODING, known(change, Field.INPUT_ENCODING));
        Part.put(json, Field.PROVIDER_EXECUTED, change.get(Field.PROVIDER_EXECUTED));
        Part.put(json, metadataField(change), known(change, Field.PROVIDER_METADATA));
        return json;
    }

    private static Optional<Part> find(ObjectNode change, boolean dynamic, Parts parts) {
        String id = GrowingTexts.text(change, Field.TOOL_CALL_ID);
        return parts.inStep(part -> (dynamic ? part.is(DYNAMIC_TOOL) : isStatic(part)) && isCall(part, id));
    }

    private static Part shown(ObjectNode chunk, Parts parts) {
        String id = GrowingTexts.text(chunk, Field.TOOL_CALL_ID);
        return parts.inStep(part -> isTool(part) && isCall(part, id))
                .or(() -> parts.last(part -> isTool(part) && isCall(part, id)))
                .orElseThrow(() -> new UnfoldableException(
                        chunk.path(Field.TYPE).asText() + " for '" + id + "', a call that was never made"));
    }

    private static @Nullable JsonNode known(ObjectNode change, String field) {
        JsonNode value = change.get(field);
        return Part.isKnown(value) ? value : null;
    }

    private static String metadataField(ObjectNode change) {
        String state = change.path(Part.STATE).asText();
        return OUTPUT_AVAILABLE.equals(state) || OUTPUT_ERROR.equals(state) ? RESULT_METADATA : CALL_METADATA;
    }

    private static boolean isDynamic(ObjectNode chunk) {
        return chunk.path(Field.DYNAMIC).asBoolean();
    }

    private static boolean isTool(Part part) {
        return isStatic(part) || part.is(DYNAMIC_TOOL);
    }

    private static boolean isStatic(Part part) {
        return part.type().startsWith(STATIC_TOOL);
    }

    private static boolean isCall(Part part, String id) {
        return id.equals(part.fields().path(Field.TOOL_CALL_ID).asText());
    }

    private static String staticName(Part part) {
        return part.type().substring(STATIC_TOOL.length());
    }
}
