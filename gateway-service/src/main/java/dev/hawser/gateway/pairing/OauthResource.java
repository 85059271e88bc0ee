package dev.hawser.gateway.pairing;

import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.RateConfig;
import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.link.LinkRevocation;
import dev.hawser.gateway.web.PublicAddress;
import dev.hawser.gateway.web.RateBuckets;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * What a desktop calls to be linked and to be let go (RFC 8628, RFC 7009). It has no credential yet; what it is given is of
 * use only when a person who is signed in has said yes.
 */
@Path("/oauth")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
final class OauthResource {

    /** The one client there is; it is public, and its name no secret. */
    static final String CLIENT = "link-agent";

    static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private static final int QUESTIONS_PER_MINUTE = 600;
    private static final int TRIES_FOR_A_CODE = 5;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Caller caller;
    private final PairingRepository pairings;
    private final LinkRevocation links;
    private final PublicAddress address;
    private final RateBuckets newCodes;
    private final RateBuckets questions = new RateBuckets(QUESTIONS_PER_MINUTE, QUESTIONS_PER_MINUTE, MINUTE);

    OauthResource(
            Caller caller, PairingRepository pairings, LinkRevocation links, PublicAddress address, RateConfig rates) {
        this.caller = caller;
        this.pairings = pairings;
        this.links = links;
        this.address = address;
        this.newCodes = new RateBuckets(rates.deviceCodesPerMinute(), rates.deviceCodesPerMinute(), MINUTE);
    }

    /** A desktop wants to be linked: it gets a code to show and one to ask with. An address asks so often a minute. */
    @POST
    @Path("/device_authorization")
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    public Uni<DeviceAnswer> authorize(
            @RestForm("client_id") @Nullable String client,
            @RestForm @Nullable String hostname,
            @RestForm @Nullable String os,
            @RestForm @Nullable String version) {
        checkClient(client);
        limit(newCodes);
        return begin(Desktop.of(text(hostname), text(os), text(version)), caller.address(), TRIES_FOR_A_CODE);
    }

    private Uni<DeviceAnswer> begin(Desktop desktop, String from, int tries) {
        if (tries == 0) {
            throw new OauthRefusal(
                    OauthError.TEMPORARILY_UNAVAILABLE, "Too many desktops wait to be linked; try again in a while.");
        }
        Token deviceCode = Token.random(Token.Kind.DEVICE);
        UserCode userCode = UserCode.random();
        return pairings.insert(deviceCode, userCode, desktop, from)
                .chain(taken ->
                        taken ? Uni.createFrom().item(answer(deviceCode, userCode)) : begin(desktop, from, tries - 1));
    }

    private DeviceAnswer answer(Token deviceCode, UserCode userCode) {
        String uri = address.of(DevicePages.PATH);
        return new DeviceAnswer(
                deviceCode.text(),
                userCode.shown(),
                uri,
                uri + "?code=" + userCode.shown(),
                PairingRepository.LIFE.toSeconds(),
                PairingRepository.PAUSE.toSeconds());
    }

    /**
     * Has somebody said yes? Until then {@code authorization_pending}; {@code slow_down} when it is asked too often, after
     * which the pause is five seconds longer.
     */
    @POST
    @Path("/token")
    @ResponseHeader(name = HttpHeaders.CACHE_CONTROL, value = "no-store")
    public Uni<TokenAnswer> token(
            @RestForm("grant_type") @Nullable String grant,
            @RestForm("device_code") @Nullable String code,
            @RestForm("client_id") @Nullable String client) {
        checkClient(client);
        limit(questions);
        if (!DEVICE_GRANT.equals(grant)) {
            throw new OauthRefusal(OauthError.UNSUPPORTED_GRANT_TYPE, "grant_type is " + DEVICE_GRANT + ".");
        }
        Token deviceCode = Token.parse(text(code))
                .filter(token -> token.kind() == Token.Kind.DEVICE)
                .orElseThrow(OauthResource::unknownCode);
        return pairings.poll(deviceCode).chain(standing -> {
            refusal(standing.orElseThrow(OauthResource::unknownCode)).ifPresent(refusal -> {
                throw refusal;
            });
            return pairings.collect(deviceCode)
                    .map(collected -> TokenAnswer.of(collected.orElseThrow(OauthResource::unknownCode)));
        });
    }

    /** Revokes the link whose token that is (RFC 7009): 200, also for a token that holds no more or never did. */
    @POST
    @Path("/revoke")
    public Uni<Void> revoke(@RestForm("token") @Nullable String token, @RestForm("client_id") @Nullable String client) {
        checkClient(client);
        limit(questions);
        if (token == null) {
            throw new OauthRefusal(OauthError.INVALID_REQUEST, "Send the token.");
        }
        return Token.parse(token)
                .filter(known -> known.kind() == Token.Kind.LINK)
                .map(known -> links.byItsToken(known, caller.address()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    @ServerExceptionMapper
    RestResponse<OauthError.Body> refused(OauthRefusal refusal) {
        RestResponse.ResponseBuilder<OauthError.Body> answer = RestResponse.ResponseBuilder.create(
                        RestResponse.Status.fromStatusCode(refusal.error().status()),
                        refusal.error().body(refusal.description()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        refusal.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, wait.toSeconds() + 1));
        return answer.build();
    }

    private static Optional<OauthRefusal> refusal(PairingRepository.Standing standing) {
        if (standing.expired()) {
            return Optional.of(new OauthRefusal(OauthError.EXPIRED_TOKEN, "The code is too old; start again."));
        }
        if (standing.denied()) {
            return Optional.of(new OauthRefusal(OauthError.ACCESS_DENIED, "Somebody said no."));
        }
        if (standing.impatient()) {
            return Optional.of(new OauthRefusal(
                    OauthError.SLOW_DOWN,
                    "Wait " + PairingRepository.PAUSE.toSeconds() + " seconds longer between two questions."));
        }
        return standing.approved()
                ? Optional.empty()
                : Optional.of(new OauthRefusal(OauthError.AUTHORIZATION_PENDING, "Nobody has decided yet."));
    }

    private void limit(RateBuckets rates) {
        rates.take(caller.address()).ifPresent(wait -> {
            throw OauthRefusal.tooOften(wait);
        });
    }

    private static void checkClient(@Nullable String client) {
        if (!CLIENT.equals(client)) {
            throw new OauthRefusal(OauthError.INVALID_CLIENT, "client_id is " + CLIENT + ".");
        }
    }

    private static OauthRefusal unknownCode() {
        return new OauthRefusal(OauthError.INVALID_GRANT, "This device code is not known, or was used; start again.");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
