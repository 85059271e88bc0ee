package dev.hawser.projector.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.subject.Partition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void aLonePodLeadsAll() {
        var decision = Shares.decide("a", Set.of(), Map.of());

        assertThat(decision.take()).hasSize(Partition.COUNT).doesNotHaveDuplicates();
        assertThat(decision.giveUp()).isEmpty();
    }

    @Test
    void aPodThatLeadsAllGivesHalfToASecond() {
        Map<Integer, String> holders =
                Partition.all().boxed().collect(Collectors.toMap(partition -> partition, partition -> "a"));

        assertThat(Shares.decide("a", Set.of("b"), holders).giveUp()).hasSize(8);
        assertThat(Shares.decide("b", Set.of("a"), holders).take()).isEmpty();
    }

    @Test
    void whatADeadPodHeldIsTakenByTheOthersAlone() {
        Map<Integer, String> holders = new HashMap<>();
        IntStream.range(0, 5).forEach(partition -> holders.put(partition, "a"));
        IntStream.range(5, 10).forEach(partition -> holders.put(partition, "b"));

        assertThat(Shares.decide("a", Set.of("b"), holders).take()).hasSize(3).allMatch(partition -> partition >= 10);
        assertThat(Shares.decide("a", Set.of("b"), holders).giveUp()).isEmpty();
    }

    /** Pods that decide in any order, each from what it sees, come to an even share and leave nothing alone. */
    @Property(tries = 200)
    void anyStartEndsInAnEvenShare(@ForAll @IntRange(min = 1, max = 20) int count, @ForAll long seed) {
        var random = new Random(seed);
        List<String> pods = IntStream.range(0, count).mapToObj(i -> "pod-" + i).toList();
        Map<Integer, String> holders = new HashMap<>();
        Partition.all()
                .filter(partition -> random.nextBoolean())
                .forEach(partition -> holders.put(partition, pods.get(random.nextInt(count))));

        for (int round = 0; round < 4 * count; round++) {
            step(pods.get(round % count), pods, holders);
        }

        assertThat(holders).hasSize(Partition.COUNT);
        for (String pod : pods) {
            assertThat(holders.values().stream().filter(pod::equals).count())
                    .isEqualTo(Shares.quota(pod, new TreeSet<>(pods)));
        }
    }

    private static void step(String pod, List<String> pods, Map<Integer, String> holders) {
        Set<String> others = new HashSet<>(pods);
        others.remove(pod);
        Shares.Decision decision = Shares.decide(pod, others, Map.copyOf(holders));
        new ArrayList<>(decision.giveUp()).forEach(holders::remove);
        decision.take().forEach(partition -> holders.putIfAbsent(partition, pod));
    }
}
