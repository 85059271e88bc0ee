package dev.hawser.contract.subject;

/** Subjects of the NATS server itself, in its system account. */
public final class SystemSubjects {

    /** Asks every server for its connections; each answers. */
    public static final String CONNECTIONS = "$SYS.REQ.SERVER.PING.CONNZ";

    static final String KICK_ON_ANY_SERVER = "$SYS.REQ.SERVER.*.KICK";
    static final String CONNECTS_OF_ANY_ACCOUNT = "$SYS.ACCOUNT.*.CONNECT";
    static final String DISCONNECTS_OF_ANY_ACCOUNT = "$SYS.ACCOUNT.*.DISCONNECT";

    private SystemSubjects() {}

    /** Cuts a connection: {@code {"cid": n}}. A server ignores it without a subject for its answer. */
    public static String kick(String server) {
        return "$SYS.REQ.SERVER." + SubjectToken.require(server) + ".KICK";
    }

    /** Tells of each new connection of an account. */
    public static String connects(String account) {
        return "$SYS.ACCOUNT." + SubjectToken.require(account) + ".CONNECT";
    }

    /** Tells of each connection of an account that has ended. */
    public static String disconnects(String account) {
        return "$SYS.ACCOUNT." + SubjectToken.require(account) + ".DISCONNECT";
    }
}
