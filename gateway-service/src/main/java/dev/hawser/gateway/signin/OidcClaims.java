package dev.hawser.gateway.signin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Reads who somebody is from a token that was verified. */
@ApplicationScoped
class OidcClaims {

    private final OidcConfig config;

    OidcClaims(OidcConfig config) {
        this.config = config;
    }

    /** Empty if a claim is missing that has to be there. */
    Optional<Known> known(JsonWebToken token) {
        String tenant =
                config.tenantClaim().map(claim -> text(token, claim).orElse("")).orElse("");
        if (token.getSubject() == null
                || token.getIssuer() == null
                || (config.tenantClaim().isPresent() && tenant.isBlank())) {
            return Optional.empty();
        }
        String display = Stream.of("name", "preferred_username", "email")
                .flatMap(claim -> text(token, claim).stream())
                .filter(name -> !name.isBlank())
                .findFirst()
                .orElse("");
        return Optional.of(new Known(token.getIssuer(), token.getSubject(), tenant, display, isAdmin(token)));
    }

    private boolean isAdmin(JsonWebToken token) {
        Set<String> groups = texts(token.getClaim(config.groupsClaim())).collect(Collectors.toSet());
        return config.adminGroup().filter(groups::contains).isPresent();
    }

    private static Optional<String> text(JsonWebToken token, String claim) {
        return texts(token.getClaim(claim)).findFirst();
    }

    private static Stream<String> texts(Object claim) {
        return switch (claim) {
            case null -> Stream.empty();
            case String text -> Stream.of(text);
            case JsonString text -> Stream.of(text.getString());
            case JsonArray array -> array.stream().flatMap(OidcClaims::texts);
            case JsonValue other -> Stream.empty();
            case Collection<?> all -> all.stream().filter(Objects::nonNull).flatMap(OidcClaims::texts);
            default -> Stream.empty();
        };
    }
}
