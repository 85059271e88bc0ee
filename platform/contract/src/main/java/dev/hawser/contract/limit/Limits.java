package dev.hawser.contract.limit;

import java.time.Duration;

/** The defaults of design 10's table; services that let an operator change one name it in their configuration. */
public final class Limits {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final long GIB = 1024L * MIB;

    /** A message's JSON, in bytes. */
    public static final int MESSAGE_BYTES = 256 * KIB;
    /** Parts of a message. */
    public static final int MESSAGE_PARTS = 64;
    /** Queued runs of a thread. */
    public static final int QUEUED_RUNS_PER_THREAD = 100;
    /** Threads of an owner. */
    public static final int THREADS_PER_OWNER = 10_000;
    /** Active runs of an owner. */
    public static final int ACTIVE_RUNS_PER_OWNER = 20;
    /** Links of an owner. */
    public static final int LINKS_PER_OWNER = 20;
    /** SSE responses of an owner. */
    public static final int TAILS_PER_OWNER = 100;
    /** Proxied exchanges of an owner at a time. */
    public static final int PROXIED_STREAMS_PER_OWNER = 50;
    /** Rows of a page unless the client says otherwise. */
    public static final int PAGE_DEFAULT = 50;
    /** Rows of a page at the most. */
    public static final int PAGE_MAX = 200;
    /** A title, in characters. */
    public static final int TITLE_CHARS = 200;
    /** From a run's acceptance to its forced end. */
    public static final Duration RUN_DEADLINE = Duration.ofHours(12);
    /** One chunk, in bytes. */
    public static final int CHUNK_BYTES = 32 * MIB;
    /** How deep the JSON of a chunk may be nested. */
    public static final int CHUNK_DEPTH = 200;
    /** Names, values and brackets in the JSON of a chunk: what it costs in memory follows from them, not from its bytes. */
    public static final int CHUNK_TOKENS = 2_000_000;
    /** The body of one record, in bytes. */
    public static final int RECORD_BYTES = 512 * KIB;
    /** An answer to an agent, in bytes. */
    public static final int RPC_ANSWER_BYTES = 900 * KIB;
    /** Messages of a work item's history. */
    public static final int HISTORY_MESSAGES = 50;
    /** A work item's history, in bytes. */
    public static final int HISTORY_BYTES = 512 * KIB;
    /** What a viewer's connection may lag behind, in bytes. */
    public static final int VIEWER_BUFFER_BYTES = MIB;
    /** HW_RUNS, in bytes. */
    public static final long RUNS_STREAM_BYTES = 8 * GIB;
    /** HW_COMMANDS, in bytes. */
    public static final long COMMANDS_STREAM_BYTES = GIB;
    /** HW_EVENTS, in bytes. */
    public static final long EVENTS_STREAM_BYTES = 256L * MIB;
    /** The age at which HW_RUNS and HW_COMMANDS drop what nobody took. */
    public static final Duration STREAM_MAX_AGE = Duration.ofDays(7);
    /** The age at which HW_EVENTS drops an event. */
    public static final Duration EVENTS_MAX_AGE = Duration.ofMinutes(10);
    /** Attempts of a run. */
    public static final int ATTEMPTS = 3;
    /** A claim without a sign of life. */
    public static final Duration LEASE = Duration.ofSeconds(30);
    /** Between two heartbeats of an agent. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** No record of a run whose desktop can be reached. */
    public static final Duration NO_PROGRESS = Duration.ofMinutes(10);

    private Limits() {}
}
