package dev.hawser.projector.commit;

/** What the projector has to know of a run; none of it changes but whether it is over. */
public record RunRow(String id, String thread, String tenant, String owner, boolean terminal) {}
