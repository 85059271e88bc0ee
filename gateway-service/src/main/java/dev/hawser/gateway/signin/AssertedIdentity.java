package dev.hawser.gateway.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.identity.ForeignIdentity;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.SameOrigin;
import dev.hawser.gateway.problem.ProblemException;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A trusted proxy says who asks: in {@code Hawser-User}, and if it likes {@code Hawser-Tenant}, {@code Hawser-Display} and
 * {@code Hawser-Role: admin}. It is believed when it comes from one of its addresses and knows the secret; the headers of
 * anybody else open nothing. Where this is off the headers mean nothing.
 */
@Startup
@ApplicationScoped
class AssertedIdentity implements ForeignIdentity {

    /** Who the proxy says asks. */
    static final String USER = "Hawser-User";

    private static final Logger LOG = Logger.getLogger(AssertedIdentity.class);
    private static final String SECRET = "Hawser-Proxy-Secret";
    private static final String ISSUER = "urn:hawser:proxy";
    private static final int SECRET_CHARS = 32;

    private final Optional<byte[]> secret;
    private final List<AddressRange> addresses;
    private final People people;

    AssertedIdentity(AssertedConfig config, People people) {
        this.people = people;
        if (config.secret().isPresent() != config.addresses().isPresent()) {
            throw new ConfigurationException("HAWSER_ASSERTED_SECRET (hawser.asserted.secret) and"
                    + " HAWSER_ASSERTED_ADDRESSES (hawser.asserted.addresses) belong together: set both, or neither");
        }
        this.secret = config.secret().map(AssertedIdentity::checked);
        try {
            this.addresses = config.addresses().orElse(List.of()).stream()
                    .map(AddressRange::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "HAWSER_ASSERTED_ADDRESSES (hawser.asserted.addresses): " + e.getMessage(), e);
        }
    }

    private static byte[] checked(String secret) {
        if (secret.length() < SECRET_CHARS) {
            throw new ConfigurationException(
                    "HAWSER_ASSERTED_SECRET (hawser.asserted.secret) has at least " + SECRET_CHARS + " characters");
        }
        return secret.getBytes(UTF_8);
    }

    @Override
    public boolean concerns(RoutingContext context) {
        return secret.isPresent()
                && context.request().headers().contains(USER)
                && !context.request().headers().contains(HttpHeaders.AUTHORIZATION);
    }

    @Override
    public Uni<Optional<Principal>> principal(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isTheProxy(request)) {
            LOG.warnf("somebody at %s claims to be the proxy", request.remoteAddress());
            return Uni.createFrom().item(Optional.empty());
        }
        if (!SameOrigin.holds(request)) {
            return Uni.createFrom()
                    .failure(ProblemException.of(
                            ProblemCode.FORBIDDEN, "A request of a browser must come from this site's own pages."));
        }
        var known = new Known(
                ISSUER,
                header(request, USER),
                header(request, "Hawser-Tenant"),
                header(request, "Hawser-Display"),
                "admin".equals(header(request, "Hawser-Role")));
        return people.of(known).map(person -> person.map(Principal.class::cast));
    }

    private boolean isTheProxy(HttpServerRequest request) {
        SocketAddress peer = request.connection().remoteAddress();
        String address = peer == null || peer.hostAddress() == null ? "" : peer.hostAddress();
        return addresses.stream().anyMatch(range -> range.contains(address))
                && MessageDigest.isEqual(header(request, SECRET).getBytes(UTF_8), secret.orElseThrow());
    }

    private static String header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name)).orElse("").strip();
    }
}
