package dev.hawser.contract.subject;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.tunnel.TunnelSubjects;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rights of every NATS user, made of the classes that spell the subjects (design 02 Security, 10 Logins). */
public final class Grants {

    private static final String JETSTREAM_ACKS = "$JS.ACK.>";
    private static final String DIRECT_GET = "$JS.API.DIRECT.GET.";
    private static final String STREAM_GET = "$JS.API.STREAM.MSG.GET.";

    private Grants() {}

    /** A link's agent in LINKS. */
    public static Grant link(String link) {
        var subjects = new LinkSubjects(link);
        var tunnel = new TunnelSubjects(link);
        return new Grant(
                List.of(tunnel.anyCaller(), subjects.allRpc()),
                List.of(tunnel.open(), subjects.wake(), tunnel.anyHost(), subjects.inboxPrefix() + ".>"));
    }

    /** The gateway in CORE. */
    public static Grant gatewayCore() {
        return new Grant(
                join(
                        Stream.of(CoreSubjects.ALL_COMMANDS, CoreSubjects.ALL_EVENTS, "hw.rpc.*"),
                        Stream.of("$JS.API.INFO", "$JS.API.STREAM.INFO.*"),
                        reads(StreamCatalogue.RUNS.name()),
                        consumers(StreamCatalogue.EVENTS.name())),
                List.of(CoreSubjects.ALL_LIVE, CoreSubjects.ALL_NOTICES, inbox("gateway")));
    }

    /** Dispatch in CORE; it also applies the catalogue. */
    public static Grant dispatchCore() {
        return new Grant(
                List.of(
                        CoreSubjects.ALL_RUNS,
                        CoreSubjects.ALL_EVENTS,
                        CoreSubjects.ALL_NOTICES,
                        "$JS.API.>",
                        JETSTREAM_ACKS,
                        "_INBOX.gateway.>",
                        "_INBOX.projector.>"),
                List.of("hw.rpc.*", CoreSubjects.ALL_NOTICES, inbox("dispatch")));
    }

    /** The projector in CORE; it cannot publish a record. */
    public static Grant projectorCore() {
        String leases = "KV_" + StreamCatalogue.LEASES;
        return new Grant(
                join(
                        Stream.of(CoreSubjects.ALL_EVENTS, CoreSubjects.ALL_NOTICES, CoreSubjects.rpc("end")),
                        Stream.of("$JS.API.INFO", "$JS.API.STREAM.INFO.*", "$KV." + StreamCatalogue.LEASES + ".>"),
                        reads(StreamCatalogue.RUNS.name()),
                        consumers(StreamCatalogue.RUNS.name()),
                        reads(leases),
                        consumers(leases)),
                List.of(CoreSubjects.ALL_NOTICES, inbox("projector")));
    }

    /** The gateway in LINKS. */
    public static Grant gatewayLinks() {
        return caller("gateway", Stream.empty());
    }

    /** The gateway in SYS: it sees who connects to an account, and cuts connections. */
    public static Grant gatewaySys() {
        return new Grant(
                List.of(SystemSubjects.CONNECTIONS, SystemSubjects.KICK_ON_ANY_SERVER),
                List.of(
                        SystemSubjects.CONNECTS_OF_ANY_ACCOUNT,
                        SystemSubjects.DISCONNECTS_OF_ANY_ACCOUNT,
                        inbox("gateway")));
    }

    /** Dispatch in LINKS; it answers the agents. */
    public static Grant dispatchLinks() {
        return caller("dispatch", Stream.of("hw1.*.rpc.*"));
    }

    /** The inbox prefix of a service's connections, without the last dot. */
    public static String inboxPrefix(String service) {
        return "_INBOX." + SubjectToken.require(service);
    }

    private static Grant caller(String service, Stream<String> more) {
        return new Grant(
                List.of(TunnelSubjects.openOfAnyLink(), TunnelSubjects.anyHostOfAnyLink(), "hw1.*.wake", "_INBOX.*.>"),
                join(Stream.of(TunnelSubjects.anyCallerOfAnyLink(), inbox(service)), more));
    }

    private static String inbox(String service) {
        return inboxPrefix(service) + ".>";
    }

    private static Stream<String> reads(String stream) {
        return Stream.of(DIRECT_GET + stream, DIRECT_GET + stream + ".>", STREAM_GET + stream);
    }

    private static Stream<String> consumers(String stream) {
        return Stream.of(
                "$JS.API.CONSUMER.CREATE." + stream + ".>",
                "$JS.API.CONSUMER.INFO." + stream + ".>",
                "$JS.API.CONSUMER.DELETE." + stream + ".>",
                "$JS.API.CONSUMER.MSG.NEXT." + stream + ".>",
                "$JS.ACK." + stream + ".>",
                "$JS.FC." + stream + ".>");
    }

    @SafeVarargs
    private static List<String> join(Stream<String>... parts) {
        var all = new ArrayList<String>();
        for (Stream<String> part : parts) {
            part.forEach(all::add);
        }
        return all;
    }
}
