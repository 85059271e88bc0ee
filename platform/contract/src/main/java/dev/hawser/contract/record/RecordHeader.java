package dev.hawser.contract.record;

/** Names of the headers of a run's records and of ingest requests (design 10). */
public final class RecordHeader {

    /** {@code <run>:<fence>:<seq>}, for a claim {@code <run>:<fence>:claim}. */
    public static final String ID = "Hw-Id";

    /** {@link RecordKind#text()}. */
    public static final String KIND = "Hw-Kind";

    /** The fence that the record was written under. */
    public static final String FENCE = "Hw-Fence";

    /** The number of the record in its run; a claim carries the next one. */
    public static final String SEQ = "Hw-Seq";

    /** The chain over this record and all before it, 8 hexadecimal digits. */
    public static final String CHAIN = "Hw-Chain";

    /** {@code i/n}: part i (from 1) of n of a chunk that is larger than a record. */
    public static final String FRAGMENT = "Hw-Frag";

    /** The run of an ingest request. */
    public static final String RUN = "Hw-Run";

    private RecordHeader() {}
}
