package dev.hawser.projector.lease;

import dev.hawser.contract.subject.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How the partitions are shared: each live pod leads as many as any other, or one more, and a lone pod leads all. Every
 * pod decides for itself from what it sees; where two want the same partition, the lease decides.
 */
final class Shares {

    private Shares() {}

    /**
     * What a pod is to do now.
     *
     * @param take free partitions to take, in this order
     * @param giveUp partitions to give up, because others have too few
     */
    record Decision(List<Integer> take, List<Integer> giveUp) {

        Decision {
            take = List.copyOf(take);
            giveUp = List.copyOf(giveUp);
        }
    }

    /** How many partitions a pod leads when all is settled; the first pods by name take what is left over. */
    static int quota(String me, SortedSet<String> pods) {
        int rank = pods.headSet(me).size();
        return Partition.COUNT / pods.size() + (rank < Partition.COUNT % pods.size() ? 1 : 0);
    }

    /**
     * What a pod is to do.
     *
     * @param me name of the pod
     * @param others the other live pods
     * @param holders the pod that holds a partition, by partition; one that is absent is free
     */
    static Decision decide(String me, Set<String> others, Map<Integer, String> holders) {
        SortedSet<String> pods = new TreeSet<>(others);
        pods.add(me);
        int quota = quota(me, pods);
        List<Integer> mine = new ArrayList<>();
        List<Integer> free = new ArrayList<>();
        int first = pods.headSet(me).size() * Partition.COUNT / pods.size();
        for (int i = 0; i < Partition.COUNT; i++) {
            int partition = (first + i) % Partition.COUNT;
            String holder = holders.get(partition);
            if (holder == null) {
                free.add(partition);
            } else if (holder.equals(me)) {
                mine.add(partition);
            }
        }
        return new Decision(
                free.subList(0, Math.clamp(quota - mine.size(), 0, free.size())),
                mine.subList(Math.min(quota, mine.size()), mine.size()));
    }
}
