package dev.hawser.contract.subject;

/**
 * The subjects of account CORE, where only services are.
 *
 * <pre>
 * hw.cmd.{partition}.{thread}            commands (JetStream stream HW_COMMANDS)
 * hw.run.{partition}.{run}               a run's log (JetStream stream HW_RUNS)
 * hw.live.{partition}.{run}              each record again, once stored: what tails subscribe to
 * hw.evt.{tenant}.{owner}.{type}         events (JetStream stream HW_EVENTS)
 * hw.notice.intake|settled|durable.{partition}
 * hw.rpc.{verb}                          runner calls that the gateway passes to dispatch
 * </pre>
 */
public final class CoreSubjects {

    /** What HW_COMMANDS stores. */
    public static final String ALL_COMMANDS = "hw.cmd.>";

    /** What HW_RUNS stores. */
    public static final String ALL_RUNS = "hw.run.>";

    /** Where HW_RUNS republishes. */
    public static final String ALL_LIVE = "hw.live.>";

    /** What HW_EVENTS stores. */
    public static final String ALL_EVENTS = "hw.evt.>";

    /** Every notice. */
    public static final String ALL_NOTICES = "hw.notice.>";

    /** Every intake notice. */
    public static final String ALL_INTAKE = "hw.notice.intake.*";

    /** Every settled notice. */
    public static final String ALL_SETTLED = "hw.notice.settled.*";

    /** Every durable notice. */
    public static final String ALL_DURABLE = "hw.notice.durable.*";

    private CoreSubjects() {}

    /** Commands of one thread. */
    public static String command(String thread) {
        return "hw.cmd." + Partition.of(thread) + '.' + SubjectToken.require(thread);
    }

    /** Filter: the commands of one partition. */
    public static String commandsOf(int partition) {
        return "hw.cmd." + Partition.require(partition) + ".*";
    }

    /** The log of one run. */
    public static String run(int partition, String run) {
        return "hw.run." + Partition.require(partition) + '.' + SubjectToken.require(run);
    }

    /** Filter: the logs of one partition. */
    public static String runsOf(int partition) {
        return "hw.run." + Partition.require(partition) + ".*";
    }

    /** Where the stored records of one run appear. */
    public static String live(int partition, String run) {
        return "hw.live." + Partition.require(partition) + '.' + SubjectToken.require(run);
    }

    /** The run that a subject of a log, or its live copy, belongs to. */
    public static String runOf(String subject) {
        return SubjectToken.at(subject, 3);
    }

    /** Events of one owner. */
    public static String event(String tenant, String owner, String type) {
        return "hw.evt." + SubjectToken.require(tenant) + '.' + SubjectToken.require(owner) + '.' + type;
    }

    /** Filter: all events of one owner. */
    public static String eventsOf(String tenant, String owner) {
        return "hw.evt." + SubjectToken.require(tenant) + '.' + SubjectToken.require(owner) + ".>";
    }

    /** Intake notices of one partition. */
    public static String intakeNotice(int partition) {
        return "hw.notice.intake." + Partition.require(partition);
    }

    /** Settled notices of one partition. */
    public static String settledNotice(int partition) {
        return "hw.notice.settled." + Partition.require(partition);
    }

    /** Durable notices of one partition. */
    public static String durableNotice(int partition) {
        return "hw.notice.durable." + Partition.require(partition);
    }

    /** Runner calls that the gateway passes on, and requests between services. */
    public static String rpc(String verb) {
        return "hw.rpc." + SubjectToken.require(verb);
    }
}
