package dev.hawser.projector.lease;

import dev.hawser.contract.subject.Partition;
import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.lease.LeaseEvent;
import dev.hawser.jetstream.lease.LeaseStore;
import dev.hawser.projector.lead.Leading;
import dev.hawser.projector.lead.Mailbox;
import dev.hawser.projector.lead.PartitionLeader;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps this pod's heartbeat, takes its share of the partitions and leads them (design 03 §6). The lease only chooses
 * who leads; what a leader may write is decided by its epoch. All state is confined to a mailbox.
 */
public final class Election {

    private static final Logger LOG = Logger.getLogger(Election.class);

    private final LeaseStore store;
    private final Leading leading;
    private final LeaseConfig config;
    private final Pod pod;
    private final LeaseKeys.Holder holder;
    private final Executor threads;
    private final Mailbox mailbox;
    private final Set<String> pods = new HashSet<>();
    private final Map<Integer, String> holders = new HashMap<>();
    private final Map<Integer, Led> led = new HashMap<>();
    private final Map<Integer, Long> resting = new HashMap<>();
    private final Set<Integer> taking = new HashSet<>();
    private @Nullable HeldEntry heartbeat;
    private @Nullable AutoCloseable watch;
    private @Nullable Cancellable ticks;
    private boolean beating;
    private boolean planned;
    private volatile boolean stopped;

    private record Led(HeldEntry lease, PartitionLeader leader) {}

    /**
     * An election that this process takes part in once it is started.
     *
     * @param instance different for each process of a pod
     * @param threads where all work is done
     */
    public Election(LeaseStore store, Leading leading, LeaseConfig config, Pod pod, String instance, Executor threads) {
        this.store = store;
        this.leading = leading;
        this.config = config;
        this.pod = pod;
        this.holder = new LeaseKeys.Holder(pod.id(), instance);
        this.threads = threads;
        this.mailbox = new Mailbox(threads);
    }

    /** Takes part from now on. */
    public void start() {
        mailbox.execute(() -> {
            watch = store.watch(event -> mailbox.execute(() -> seen(event)));
            ticks = mailbox.every(config.renewal(), this::tick);
        });
    }

    private void seen(LeaseEvent event) {
        switch (event) {
            case LeaseEvent.Restarted restarted -> {
                pods.clear();
                holders.clear();
            }
            case LeaseEvent.Held held -> {
                LeaseKeys.podOf(held.lease().key()).ifPresent(pods::add);
                Optional<LeaseKeys.Holder> by = LeaseKeys.Holder.of(held.lease().value());
                LeaseKeys.partitionOf(held.lease().key())
                        .ifPresent(partition -> holders.put(
                                partition, by.map(LeaseKeys.Holder::pod).orElse("")));
            }
            case LeaseEvent.Gone gone -> {
                LeaseKeys.podOf(gone.key()).ifPresent(pods::remove);
                LeaseKeys.partitionOf(gone.key()).ifPresent(holders::remove);
            }
        }
        planSoon();
    }

    private void tick() {
        if (stopped) {
            return;
        }
        beat();
        for (Map.Entry<Integer, Led> entry : List.copyOf(led.entrySet())) {
            HeldEntry lease = entry.getValue().lease();
            if (lease.isOlderThan(config.patience())) {
                drop(entry.getKey(), entry.getValue(), "its lease could not be renewed");
            } else {
                lease.renew(() -> drop(entry.getKey(), entry.getValue(), "another pod has its lease"));
            }
        }
        plan();
    }

    private void beat() {
        HeldEntry present = heartbeat;
        if (present != null) {
            present.renew(() -> heartbeat = null);
        } else if (!beating) {
            beating = true;
            HeldEntry.take(store, mailbox, LeaseKeys.pod(pod.id()), holder)
                    .emitOn(mailbox)
                    .subscribe()
                    .with(
                            taken -> {
                                beating = false;
                                heartbeat = taken.orElse(null);
                                plan();
                            },
                            failure -> {
                                beating = false;
                                LOG.warnf("no heartbeat: %s", failure.getMessage());
                            });
        }
    }

    private void planSoon() {
        if (!planned && !stopped) {
            planned = true;
            mailbox.later(config.settle(), () -> {
                planned = false;
                plan();
            });
        }
    }

    /** Without a heartbeat of its own a pod takes nothing: the others would not count it. */
    private void plan() {
        if (stopped || heartbeat == null) {
            return;
        }
        Map<Integer, String> seen = new HashMap<>(holders);
        Partition.all().forEach(partition -> {
            if (led.containsKey(partition) || taking.contains(partition)) {
                seen.put(partition, pod.id());
            } else if (pod.id().equals(seen.get(partition))) {
                seen.remove(partition); // of an earlier process of this pod
            }
        });
        Shares.Decision decision = Shares.decide(pod.id(), pods, seen);
        decision.giveUp().forEach(this::giveUp);
        decision.take().stream().filter(this::isRested).forEach(this::take);
    }

    private boolean isRested(int partition) {
        Long since = resting.get(partition);
        if (since != null && System.nanoTime() - since < config.rest().toNanos()) {
            return false;
        }
        resting.remove(partition);
        return true;
    }

    private void take(int partition) {
        taking.add(partition);
        HeldEntry.take(store, mailbox, LeaseKeys.partition(partition), holder)
                .emitOn(mailbox)
                .subscribe()
                .with(taken -> taken(partition, taken), failure -> {
                    taking.remove(partition);
                    resting.put(partition, System.nanoTime());
                    LOG.warnf("cannot take the lease of partition=%d: %s", partition, failure.getMessage());
                });
    }

    private void taken(int partition, Optional<HeldEntry> taken) {
        taking.remove(partition);
        if (taken.isEmpty()) {
            return;
        }
        HeldEntry lease = taken.get();
        if (stopped) {
            lease.release().subscribe().with(done -> {}, failure -> LOG.debug("not released", failure));
            return;
        }
        PartitionLeader leader =
                leading.leader(partition, pod, threads, reason -> mailbox.execute(() -> leaderLost(partition, lease)));
        led.put(partition, new Led(lease, leader));
        leader.start();
    }

    private void leaderLost(int partition, HeldEntry lease) {
        Led present = led.get(partition);
        if (present != null && present.lease() == lease) {
            led.remove(partition);
            resting.put(partition, System.nanoTime());
            lease.release().subscribe().with(done -> {}, failure -> LOG.debug("not released", failure));
        }
    }

    private void drop(int partition, Led present, String reason) {
        if (led.remove(partition, present)) {
            LOG.warnf("leads no more partition=%d: %s", partition, reason);
            present.leader().abandon();
        }
    }

    private void giveUp(int partition) {
        Led present = led.get(partition);
        if (present == null) {
            return;
        }
        LOG.infof("gives up partition=%d to share evenly", partition);
        stop(present)
                .emitOn(mailbox)
                .subscribe()
                .with(done -> led.remove(partition, present), failure -> LOG.error("a leader did not stop", failure));
    }

    private static Uni<Void> stop(Led present) {
        return present.leader().stop().chain(() -> present.lease().release());
    }

    /** Compares all logs with what is folded, for instance after a reconnect. */
    public void checkSoon() {
        mailbox.execute(() -> led.values().forEach(present -> present.leader().checkSoon()));
    }

    /** True while this pod counts among those that share the partitions. */
    public Uni<Boolean> isTakingPart() {
        return Uni.createFrom()
                .emitter(emitter -> mailbox.execute(() -> {
                    HeldEntry present = heartbeat;
                    emitter.complete(present != null && !present.isOlderThan(config.patience()));
                }));
    }

    /** The partitions that this pod leads now. */
    public Uni<Set<Integer>> partitions() {
        return Uni.createFrom().emitter(emitter -> mailbox.execute(() -> emitter.complete(Set.copyOf(led.keySet()))));
    }

    /** Commits, gives everything up and takes part no more; completes when others have taken over, or may. */
    public Uni<Void> stop() {
        stopped = true;
        return Uni.createFrom()
                .<List<Led>>emitter(emitter -> mailbox.execute(() -> {
                    closeTimers();
                    List<Led> all = List.copyOf(led.values());
                    led.clear();
                    emitter.complete(all);
                }))
                .chain(all -> quit().chain(() -> all.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Uni.join()
                                .all(all.stream().map(Election::stop).toList())
                                .andCollectFailures()
                                .replaceWithVoid()));
    }

    /** First of all, so that the others count their shares without this pod. */
    private Uni<Void> quit() {
        HeldEntry present = heartbeat;
        return present == null ? Uni.createFrom().voidItem() : present.release();
    }

    private void closeTimers() {
        Cancellable running = ticks;
        if (running != null) {
            running.cancel();
        }
        AutoCloseable watching = watch;
        if (watching != null) {
            try {
                watching.close();
            } catch (Exception e) {
                LOG.debug("the watch of the leases did not close", e);
            }
        }
    }
}
