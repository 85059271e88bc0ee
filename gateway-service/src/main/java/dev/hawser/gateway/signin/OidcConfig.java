package dev.hawser.gateway.signin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The OpenID provider whose people may sign in. Off unless the issuer is set. */
@ConfigMapping(prefix = "hawser.oidc")
interface OidcConfig {

    /** Its issuer: below it is {@code /.well-known/openid-configuration}. */
    Optional<URI> issuer();

    /** What the gateway is called there; also the audience that bearer tokens have to name. */
    @WithDefault("hawser")
    String clientId();

    /** The gateway's secret there; without one it is a public client, which PKCE protects alone. */
    Optional<String> clientSecret();

    /** What is asked for beside {@code openid}. */
    @WithDefault("profile,email")
    List<String> scopes();

    /** The claim that names somebody's tenant; without it all people of the issuer are one tenant. */
    Optional<String> tenantClaim();

    /** The claim with somebody's groups. */
    @WithDefault("groups")
    String groupsClaim();

    /** The group whose members are admins of their tenant; without it nobody is. */
    Optional<String> adminGroup();
}
