package dev.hawser.gateway.signin;

import dev.hawser.gateway.web.PublicAddress;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.OidcTenantConfigBuilder;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells Quarkus' OpenID client which provider to use, and how: authorization code with PKCE and nonce, or a bearer token. */
@Startup
@ApplicationScoped
class OidcTenant implements TenantConfigResolver {

    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    private final Optional<OidcTenantConfig> tenant;

    OidcTenant(
            OidcConfig config,
            PublicAddress address,
            @ConfigProperty(name = "hawser.session.key") Optional<String> sessionKey) {
        this.tenant = config.issuer().map(issuer -> build(checked(issuer), config, address, sessionKey.orElse("")));
    }

    /** True if people of a provider may sign in. */
    boolean isOn() {
        return tenant.isPresent();
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        return Uni.createFrom().item(tenant.orElse(null));
    }

    private static OidcTenantConfig build(URI issuer, OidcConfig config, PublicAddress address, String sessionKey) {
        OidcTenantConfigBuilder builder = OidcTenantConfig.builder()
                .tenantId("hawser")
                .authServerUrl(issuer.toString())
                .connectionTimeout(LONGEST_CALL)
                .clientId(config.clientId())
                .applicationType(ApplicationType.HYBRID)
                .token()
                .audience(config.clientId())
                .subjectRequired()
                .allowJwtIntrospection(false)
                .allowOpaqueTokenIntrospection(false)
                .end()
                .tokenStateManager()
                .encryptionSecret(sessionKey)
                .end()
                .authentication()
                .redirectPath(OidcRoutes.CALLBACK)
                .restorePathAfterRedirect()
                .cookiePath(OidcRoutes.BELOW)
                .cookieForceSecure(address.isSecure())
                .forceRedirectHttpsScheme(address.isSecure())
                .scopes(config.scopes())
                .pkceRequired()
                .nonceRequired()
                .stateSecret(sessionKey)
                .failOnMissingStateParam()
                .end();
        config.clientSecret().ifPresent(builder::credentials);
        return builder.build();
    }

    private static URI checked(URI issuer) {
        if (!"https".equals(issuer.getScheme()) && !"http".equals(issuer.getScheme())) {
            throw new ConfigurationException(
                    "HAWSER_OIDC_ISSUER (hawser.oidc.issuer) must be an http or https address, not '" + issuer + "'");
        }
        return issuer;
    }
}
