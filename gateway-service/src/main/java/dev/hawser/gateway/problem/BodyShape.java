package dev.hawser.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;

/** What is wrong with the shape of a body, in words of its sender: fields, never our classes. */
final class BodyShape {

    private static final int LONGEST = 200;

    private BodyShape() {}

    /** One line for a parser's failure. */
    static String reason(JsonProcessingException failure) {
        return shortened(
                switch (failure) {
                    case UnrecognizedPropertyException unknown ->
                        "there is no field " + unknown.getPropertyName() + " in " + place(parent(unknown.getPath()));
                    case ValueInstantiationException refused
                    when refused.getCause() instanceof IllegalArgumentException reason ->
                        place(refused.getPath()) + ": " + reason.getMessage();
                    case JsonMappingException mismatch -> place(mismatch.getPath()) + " has another type or is missing";
                    default -> failure.getOriginalMessage();
                });
    }

    /** Texts of a parser may repeat a large input. */
    static String shortened(String reason) {
        String line = reason.lines().findFirst().orElse("");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private static List<JsonMappingException.Reference> parent(List<JsonMappingException.Reference> path) {
        return path.isEmpty() ? path : path.subList(0, path.size() - 1);
    }

    private static String place(List<JsonMappingException.Reference> path) {
        if (path.isEmpty()) {
            return "the body";
        }
        var text = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            if (step.getFieldName() == null) {
                text.append('[').append(step.getIndex()).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return text.toString();
    }
}
