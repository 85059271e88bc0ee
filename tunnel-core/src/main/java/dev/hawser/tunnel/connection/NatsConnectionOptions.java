package dev.hawser.tunnel.connection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a {@link NatsConnectionHolder} connects.
 *
 * @param urls the servers; at least one; {@code nats://}, {@code tls://}, {@code ws://} or {@code wss://}
 * @param name the client name that the server shows
 * @param credentials asked again for each connection
 * @param inboxPrefix where answers to requests arrive, with a dot at its end; users with restricted rights need their
 *     own; empty for {@code _INBOX.}
 * @param pending what a subscription may hold before it drops
 * @param pingInterval how often the server is asked whether it is there; two answers may be missing
 * @param backOff waits between attempts to connect
 */
public record NatsConnectionOptions(
        List<String> urls,
        String name,
        NatsCredentials credentials,
        Optional<String> inboxPrefix,
        PendingLimits pending,
        Duration pingInterval,
        BackOff backOff) {

    /**
     * What one subscription may hold before the client library drops messages and reports a slow consumer.
     *
     * @param messages most messages
     * @param bytes most bytes
     */
    public record PendingLimits(long messages, long bytes) {

        /** Far above what the windows of a tunnel let a peer send: 512 Ki messages, 512 MiB. */
        public static final PendingLimits DEFAULT = new PendingLimits(512 * 1024, 512L * 1024 * 1024);
    }

    public NatsConnectionOptions {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("at least one NATS url is needed");
        }
        if (inboxPrefix.isPresent() && !inboxPrefix.get().endsWith(".")) {
            throw new IllegalArgumentException("the inbox prefix must end with a dot: " + inboxPrefix.get());
        }
    }

    /**
     * Options of a service: short back-off, shared inbox prefix.
     *
     * @param url one address, or several separated by commas
     */
    public static NatsConnectionOptions service(String url, String name, NatsCredentials credentials) {
        return of(url, name, credentials, BackOff.SERVICE);
    }

    /**
     * Options of a desktop's agent: long back-off.
     *
     * @param url one address, or several separated by commas
     */
    public static NatsConnectionOptions agent(String url, String name, NatsCredentials credentials) {
        return of(url, name, credentials, BackOff.AGENT);
    }

    private static NatsConnectionOptions of(String url, String name, NatsCredentials credentials, BackOff backOff) {
        return new NatsConnectionOptions(
                List.of(url.trim().split("\\s*,\\s*")),
                name,
                credentials,
                Optional.empty(),
                PendingLimits.DEFAULT,
                Duration.ofSeconds(5),
                backOff);
    }

    /** The same with a private prefix of the inboxes, which ends with a dot. */
    public NatsConnectionOptions withInboxPrefix(String prefix) {
        return new NatsConnectionOptions(urls, name, credentials, Optional.of(prefix), pending, pingInterval, backOff);
    }

    /** The same with other waits between attempts. */
    public NatsConnectionOptions withBackOff(BackOff other) {
        return new NatsConnectionOptions(urls, name, credentials, inboxPrefix, pending, pingInterval, other);
    }

    /** The same with other limits of what a subscription may hold. */
    public NatsConnectionOptions withPending(PendingLimits other) {
        return new NatsConnectionOptions(urls, name, credentials, inboxPrefix, other, pingInterval, backOff);
    }

    /** The same with another ping interval. */
    public NatsConnectionOptions withPingInterval(Duration other) {
        return new NatsConnectionOptions(urls, name, credentials, inboxPrefix, pending, other, backOff);
    }
}
