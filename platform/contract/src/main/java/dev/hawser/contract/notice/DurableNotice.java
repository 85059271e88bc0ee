package dev.hawser.contract.notice;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/** Records whose projection is committed: {@code {"runs":[["run_…",17],…]}}. */
public record DurableNotice(List<Mark> runs) {

    public DurableNotice {
        runs = List.copyOf(runs);
    }

    /** All records of the run up to this seq. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"runId", "seq"})
    public record Mark(String runId, long seq) {}
}
