package dev.hawser.projector.fold;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import dev.hawser.harness.chunk.ChunkType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The parts of a message in their order, and which of them belong to the present step. */
final class Parts {

    static final String STEP_START = "step-start";

    private final List<Part> parts = new ArrayList<>();
    private int stepStart;

    Part add(ObjectNode json) {
        Part part = Part.of(json);
        parts.add(part);
        if (part.is(STEP_START)) {
            stepStart = parts.size();
        }
        return part;
    }

    /** Takes back all that belongs to the present step. */
    void dropStep() {
        parts.subList(stepStart, parts.size()).clear();
    }

    /** How many steps have begun. */
    int steps() {
        return (int) parts.stream().filter(part -> part.is(STEP_START)).count();
    }

    Part at(int index) {
        return parts.get(index);
    }

    int indexOf(Part part) {
        return parts.lastIndexOf(part);
    }

    /** The first such part of the present step. */
    Optional<Part> inStep(Predicate<Part> wanted) {
        return parts.subList(stepStart, parts.size()).stream().filter(wanted).findFirst();
    }

    /** The first such part of the message. */
    Optional<Part> first(Predicate<Part> wanted) {
        return parts.stream().filter(wanted).findFirst();
    }

    /** The last such part of the message. */
    Optional<Part> last(Predicate<Part> wanted) {
        return parts.reversed().stream().filter(wanted).findFirst();
    }

    /** True if there is more than boundaries of steps. */
    boolean hasContent() {
        return parts.stream().anyMatch(part -> !part.is(STEP_START));
    }

    /** True if a person would see an answer: a text that is not blank, a file, a source, data or a tool call. */
    boolean isVisible() {
        return parts.stream().anyMatch(part -> switch (part.type()) {
            case STEP_START, "reasoning", "reasoning-file", "steering-message", ChunkType.DATA_TITLE -> false;
            case "text" -> part.hasText();
            default -> true;
        });
    }

    ArrayNode json() {
        ArrayNode all = Json.mapper().createArrayNode();
        parts.forEach(part -> all.add(part.json()));
        return all;
    }
}
