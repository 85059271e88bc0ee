package dev.hawser.jetstream.connection;

import dev.hawser.contract.subject.Grants;
import dev.hawser.tunnel.connection.NatsConnectionHolder;
import dev.hawser.tunnel.connection.NatsConnectionOptions;
import dev.hawser.tunnel.connection.NatsConnections;
import dev.hawser.tunnel.connection.NatsCredentials;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Opens one connection per account that this service has credentials of, at start and in the background: a service
 * starts without NATS and is not ready meanwhile.
 */
@ApplicationScoped
public class NatsAccounts {

    /** The name of account CORE in health, metrics and logs. */
    public static final String CORE = "core";

    /** The name of account LINKS in health, metrics and logs. */
    public static final String LINKS = "links";

    /** The name of account SYS in health, metrics and logs. */
    public static final String SYS = "sys";

    private static final Logger LOG = Logger.getLogger(NatsAccounts.class);
    private static final int CLOSE_LAST = Interceptor.Priority.LIBRARY_AFTER;

    private final NatsSettings nats;
    private final ServiceSettings service;
    private final Map<String, NatsConnections> open = new ConcurrentHashMap<>();

    NatsAccounts(NatsSettings nats, ServiceSettings service) {
        this.nats = nats;
        this.service = service;
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event, Pod pod) {
        openCore(pod);
        if (nats.links().url().isPresent() && nats.links().creds().isPresent()) {
            openLinks(pod);
        }
    }

    void stop(@Observes @Priority(CLOSE_LAST) ShutdownEvent event) {
        open.values().forEach(NatsConnections::close);
    }

    /** The connections of this service by account. */
    public Map<String, NatsConnections> open() {
        return Map.copyOf(open);
    }

    /** The connection to account SYS; empty for a service without credentials of it. */
    public Optional<NatsConnections> system(Pod pod) {
        return nats.sys().creds().map(creds -> connect(SYS, nats.core().url(), Optional.of(creds), pod));
    }

    @Produces
    @Singleton
    Pod pod() {
        return service.podId()
                .map(id -> new Pod(service.service(), id))
                .orElseGet(() -> Pod.on(host(), service.service()));
    }

    @Produces
    @Core
    @ApplicationScoped
    NatsConnections core(Pod pod) {
        return openCore(pod);
    }

    @Produces
    @Links
    @ApplicationScoped
    NatsConnections links(Pod pod) {
        return openLinks(pod);
    }

    private NatsConnections openCore(Pod pod) {
        return connect(CORE, nats.core().url(), nats.core().creds(), pod);
    }

    private NatsConnections openLinks(Pod pod) {
        String url = nats.links()
                .url()
                .orElseThrow(() -> new IllegalStateException("set hawser.nats.links.url (HAWSER_NATS_LINKS_URL)"));
        return connect(LINKS, url, nats.links().creds(), pod);
    }

    private NatsConnections connect(String account, String url, Optional<Path> creds, Pod pod) {
        return open.computeIfAbsent(account, name -> {
            LOG.infof("connecting to NATS account %s at %s as %s of pod %s", name, url, pod.service(), pod.id());
            NatsCredentials credentials = creds.map(NatsCredentials::file).orElseGet(NatsCredentials::none);
            return NatsConnectionHolder.connect(
                    NatsConnectionOptions.service(url, pod.service() + ' ' + name + ' ' + pod.id(), credentials)
                            .withInboxPrefix(Grants.inboxPrefix(pod.service()) + '.'));
        });
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            LOG.debug("this host has no name", e);
            return "";
        }
    }
}
