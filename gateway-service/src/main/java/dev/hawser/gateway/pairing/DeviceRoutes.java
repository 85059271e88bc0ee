package dev.hawser.gateway.pairing;

import dev.hawser.contract.error.ProblemCode;
import dev.hawser.gateway.identity.Caller;
import dev.hawser.gateway.identity.Principal;
import dev.hawser.gateway.identity.Visitors;
import dev.hawser.gateway.problem.ProblemException;
import dev.hawser.gateway.problem.ProblemWriter;
import dev.hawser.gateway.signin.SignInAddress;
import dev.hawser.gateway.web.Forms;
import dev.hawser.gateway.web.RateBuckets;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where a person who is signed in lets a desktop in (RFC 8628, section 3.3). */
@ApplicationScoped
class DeviceRoutes {

    private static final Logger LOG = Logger.getLogger(DeviceRoutes.class);
    private static final int CODES = 20;
    private static final Duration IN = Duration.ofMinutes(10);

    private final Visitors visitors;
    private final PairingRepository pairings;
    private final SignInAddress signIn;
    private final RateBuckets codes = new RateBuckets(CODES, CODES, IN);
    private final Clock clock = Clock.systemUTC();

    DeviceRoutes(Visitors visitors, PairingRepository pairings, SignInAddress signIn) {
        this.visitors = visitors;
        this.pairings = pairings;
        this.signIn = signIn;
    }

    void register(@Observes Router router) {
        router.get(DevicePages.PATH).handler(context -> forPerson(context, person -> show(context, person)));
        router.post(DevicePages.PATH)
                .handler(context ->
                        forPerson(context, person -> Forms.read(context).chain(form -> decide(context, form, person))));
    }

    private void forPerson(RoutingContext context, Step step) {
        visitors.person(context)
                .chain(person -> person.map(step::go).orElseGet(() -> {
                    DevicePages.signInFirst(
                            context, signIn.adviceFor(context.request().uri()));
                    return Uni.createFrom().voidItem();
                }))
                .subscribe()
                .with(done -> {}, failure -> fail(context, failure));
    }

    private Uni<Void> show(RoutingContext context, Principal.Person person) {
        String typed = context.request().getParam("code");
        if (typed == null || typed.isBlank()) {
            DevicePages.askForCode(context);
            return Uni.createFrom().voidItem();
        }
        return find(context, person, typed);
    }

    private Uni<Void> find(RoutingContext context, Principal.Person person, String typed) {
        Optional<Duration> wait = codes.take(person.owner());
        if (wait.isPresent()) {
            DevicePages.tooMany(context, wait.get());
            return Uni.createFrom().voidItem();
        }
        Optional<UserCode> code = UserCode.parse(typed);
        return code.map(pairings::waiting)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .invoke(found -> found.ifPresentOrElse(
                        waiting -> DevicePages.confirm(
                                context, code.orElseThrow(), waiting, person.display(), clock.instant()),
                        () -> DevicePages.unknown(context)))
                .replaceWithVoid();
    }

    private Uni<Void> decide(RoutingContext context, MultiMap form, Principal.Person person) {
        Optional<UserCode> code = Optional.ofNullable(form.get("code")).flatMap(UserCode::parse);
        String address = Caller.address(context);
        boolean yes = "approve".equals(form.get("decision"));
        boolean no = "deny".equals(form.get("decision"));
        Optional<Duration> wait = codes.take(person.owner());
        if (wait.isPresent()) {
            DevicePages.tooMany(context, wait.get());
            return Uni.createFrom().voidItem();
        }
        if (code.isEmpty() || yes == no) {
            DevicePages.unknown(context);
            return Uni.createFrom().voidItem();
        }
        Uni<Optional<PairingRepository.Waiting>> decided =
                yes ? pairings.approve(code.get(), person, address) : pairings.deny(code.get(), person, address);
        return decided.invoke(found -> answer(context, found.orElse(null), yes, person))
                .replaceWithVoid();
    }

    private static void answer(
            RoutingContext context,
            PairingRepository.@Nullable Waiting waiting,
            boolean approved,
            Principal.Person person) {
        if (waiting == null) {
            DevicePages.unknown(context);
            return;
        }
        LOG.infof(
                "a desktop that asks from %s was %s by %s",
                waiting.address(), approved ? "let in" : "turned away", person.owner());
        if (approved) {
            DevicePages.approved(context, waiting.desktop());
        } else {
            DevicePages.denied(context, waiting.desktop());
        }
    }

    private static void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof ProblemException problem && problem.code() == ProblemCode.LIMIT_REACHED) {
            DevicePages.limitReached(context, problem.detail());
        } else {
            ProblemWriter.write(context, failure);
        }
    }

    /** What is done for somebody who is signed in. */
    private interface Step {
        Uni<Void> go(Principal.Person person);
    }
}
