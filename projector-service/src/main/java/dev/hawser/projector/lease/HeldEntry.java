package dev.hawser.projector.lease;

import dev.hawser.jetstream.lease.LeaseStore;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * One entry of the bucket that this pod holds and renews. Confined to the executor that results are handed to.
 *
 * <p>A renewal whose outcome is unknown may have changed the revision: the entry is then read, and is still this
 * process's if its value is.
 */
final class HeldEntry {

    private static final Logger LOG = Logger.getLogger(HeldEntry.class);

    private final LeaseStore store;
    private final Executor executor;
    private final String key;
    private final LeaseKeys.Holder holder;
    private long revision;
    private long renewedAt = System.nanoTime();
    private boolean renewing;
    private boolean unsure;

    HeldEntry(LeaseStore store, Executor executor, String key, LeaseKeys.Holder holder, long revision) {
        this.store = store;
        this.executor = executor;
        this.key = key;
        this.holder = holder;
        this.revision = revision;
    }

    /** Writes the entry if it is free, or held by an earlier process of this pod. Empty: somebody else has it. */
    static Uni<Optional<HeldEntry>> take(LeaseStore store, Executor executor, String key, LeaseKeys.Holder holder) {
        return store.create(key, holder.bytes())
                .chain(created ->
                        created.isPresent() ? Uni.createFrom().item(created) : takeFromEarlier(store, key, holder))
                .map(revision -> revision.map(at -> new HeldEntry(store, executor, key, holder, at)));
    }

    private static Uni<Optional<Long>> takeFromEarlier(LeaseStore store, String key, LeaseKeys.Holder holder) {
        return store.get(key)
                .chain(found -> found.filter(lease -> LeaseKeys.Holder.of(lease.value())
                                .filter(other -> other.pod().equals(holder.pod()))
                                .isPresent())
                        .map(lease -> store.renew(key, holder.bytes(), lease.revision()))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Renews the entry unless a renewal is under way. {@code lost} runs if somebody else has it. */
    void renew(Runnable lost) {
        if (renewing) {
            return;
        }
        renewing = true;
        long begun = System.nanoTime();
        Uni<Optional<Long>> current =
                unsure ? revisionIfMine() : Uni.createFrom().item(Optional.of(revision));
        current.chain(known -> known.map(at -> store.renew(key, holder.bytes(), at))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .emitOn(executor)
                .subscribe()
                .with(next -> renewed(next, begun, lost), this::unknown);
    }

    private Uni<Optional<Long>> revisionIfMine() {
        return store.get(key)
                .map(found -> found.filter(lease -> LeaseKeys.Holder.of(lease.value())
                                .filter(holder::equals)
                                .isPresent())
                        .map(lease -> lease.revision()));
    }

    private void renewed(Optional<Long> next, long begun, Runnable lost) {
        renewing = false;
        if (next.isPresent()) {
            revision = next.get();
            renewedAt = begun;
            unsure = false;
        } else if (unsure) {
            lost.run();
        } else {
            unsure = true; // a renewal before this one may have been stored without an answer
            renew(lost);
        }
    }

    private void unknown(Throwable failure) {
        renewing = false;
        unsure = true;
        LOG.debugf("lease %s not renewed: %s", key, failure.getMessage());
    }

    /** True if the entry may have expired, because no renewal has succeeded for so long. */
    boolean isOlderThan(Duration patience) {
        return System.nanoTime() - renewedAt > patience.toNanos();
    }

    /** Deletes the entry if it is still this process's; never fails, it expires by itself. */
    Uni<Void> release() {
        return store.release(key, revision)
                .chain(released -> released ? Uni.createFrom().voidItem() : releaseRenewed())
                .onFailure()
                .invoke(failure -> LOG.debugf("lease %s not released: %s", key, failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** A renewal that was under way has changed the revision. */
    private Uni<Void> releaseRenewed() {
        return revisionIfMine()
                .chain(found -> found.map(at -> store.release(key, at).replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }
}
