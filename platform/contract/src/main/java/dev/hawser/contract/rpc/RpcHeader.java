package dev.hawser.contract.rpc;

/** Headers of answers to agents. */
public final class RpcHeader {

    /** An HTTP status number. */
    public static final String STATUS = "Hw-Status";

    /** {@link dev.hawser.contract.error.RpcCode#text()}. */
    public static final String CODE = "Hw-Code";

    /** The pod that answered: the run's next record goes to it. */
    public static final String POD = "Hw-Pod";

    private RpcHeader() {}
}
