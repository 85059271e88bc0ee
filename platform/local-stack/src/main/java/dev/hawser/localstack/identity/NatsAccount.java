package dev.hawser.localstack.identity;

/** The accounts of a local NATS server. */
public enum NatsAccount {
    /** Account SYS: the server's own; here users see connects and push account changes. */
    SYSTEM("SYS", ""),
    /** Account CORE: services and JetStream. */
    CORE("CORE", "\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1,"),
    /** Account LINKS: the tunnel and the RPC of agents; no JetStream. */
    LINKS("LINKS", "");

    private final String title;
    private final String jetStreamLimits;

    NatsAccount(String title, String jetStreamLimits) {
        this.title = title;
        this.jetStreamLimits = jetStreamLimits;
    }

    /** Its name in the JWT. */
    public String title() {
        return title;
    }

    String file(String kind) {
        return title.toLowerCase(java.util.Locale.ROOT) + kind;
    }

    /** The claims of its JWT: unlimited, and users are signed by the signing key. */
    String claims(String signingKey) {
        return """
                {"limits":{%s"subs":-1,"data":-1,"payload":-1,"imports":-1,"exports":-1,"wildcards":true,"conn":-1,\
                "leaf":-1},"signing_keys":["%s"],"default_permissions":{"pub":{},"sub":{}},"authorization":{},\
                "type":"account","version":2}""".formatted(jetStreamLimits, signingKey);
    }
}
