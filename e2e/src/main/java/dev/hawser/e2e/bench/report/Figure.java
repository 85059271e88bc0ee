package dev.hawser.e2e.bench.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hawser.contract.json.Json;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One row's outcome: a measured value, or the reason why there is none.
 *
 * @param row what was measured
 * @param value the value in the row's unit, if it was measured
 * @param baseline what it is compared with
 * @param note why there is no value or no baseline, or what the value leaves out; empty for nothing
 */
public record Figure(Row row, OptionalDouble value, Optional<Baseline> baseline, String note) {

    /**
     * What the same run measured beside it.
     *
     * @param name what it is, for people
     * @param value in the unit of the row
     */
    public record Baseline(String name, double value) {}

    /** Value by baseline. */
    OptionalDouble ratio() {
        return value.isPresent() && baseline.isPresent() && baseline.get().value() != 0
                ? OptionalDouble.of(value.getAsDouble() / baseline.get().value())
                : OptionalDouble.empty();
    }

    /** False, too, if nothing was measured. */
    boolean met() {
        return value.isPresent() && row.goal().isMet(value.getAsDouble(), ratio());
    }

    /** One line of JSON. */
    String json() {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("id", row.id());
        value.ifPresentOrElse(figure -> json.put("value", rounded(figure)), () -> json.putNull("value"));
        json.put("unit", row.unit());
        baseline.ifPresentOrElse(
                other -> json.put("baseline", other.name()).put("baselineValue", rounded(other.value())),
                () -> json.putNull("baseline").putNull("baselineValue"));
        ratio().ifPresentOrElse(figure -> json.put("ratio", rounded(figure)), () -> json.putNull("ratio"));
        json.put("goal", row.goal().text());
        json.put("met", met());
        if (!note.isEmpty()) {
            json.put("note", note);
        }
        return Json.text(json);
    }

    private static double rounded(double figure) {
        return Math.abs(figure) >= 1_000 ? Math.rint(figure) : Math.rint(figure * 1_000) / 1_000;
    }
}
