package dev.hawser.dispatch.ready;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;

/** All parts of the rehearsal, as often at once as there are connections to Postgres: each is opened, and warm. */
@ApplicationScoped
class Rehearsals {

    /** Longer than any call of it may take, also on a machine that starts many pods at once. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Iterable<Rehearsal> parts;
    private final RehearsalConfig config;

    @Inject
    Rehearsals(@Any Instance<Rehearsal> parts, RehearsalConfig config) {
        this((Iterable<Rehearsal>) parts, config);
    }

    Rehearsals(Iterable<Rehearsal> parts, RehearsalConfig config) {
        this.parts = parts;
        this.config = config;
    }

    /** Rehearses once. Fails with the first that is in the way, when nothing of it is under way any more. */
    Uni<Void> rehearse() {
        return Multi.createFrom()
                .range(0, config.atOnce())
                .onItem()
                .transformToUni(number -> oneAfterTheOther())
                .collectFailures() // when one fails, no other is given up in the middle of a transaction
                .merge(config.atOnce())
                .onItem()
                .ignoreAsUni()
                .onFailure(CompositeException.class)
                .transform(failures -> failures.getCauses().getFirst());
    }

    private Uni<Void> oneAfterTheOther() {
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(
                        part -> part.rehearse().ifNoItem().after(LIMIT).failWith(Rehearsals::tooLong))
                .onItem()
                .ignoreAsUni();
    }

    private static Throwable tooLong() {
        return new IllegalStateException("a rehearsal has not ended within " + LIMIT);
    }
}
