package dev.hawser.dispatch.lab;

import dev.hawser.dispatch.ready.PodState;
import dev.hawser.dispatch.ready.Rehearsal;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A part of the rehearsal that is in the way twice: each pod of the tests starts through it. */
@Singleton
public class StubbornRehearsal implements Rehearsal {

    private static final int FAILURES = 2;

    private final PodState pod;
    private final List<Boolean> worked = new CopyOnWriteArrayList<>();

    StubbornRehearsal(PodState pod) {
        this.pod = pod;
    }

    @Override
    public Uni<Void> rehearse() {
        worked.add(pod.isWorking());
        return worked.size() <= FAILURES
                ? Uni.createFrom().failure(new IllegalStateException("the tests are in the way"))
                : Uni.createFrom().voidItem();
    }

    /** Whether the pod worked at each of the tries. */
    public List<Boolean> worked() {
        return worked;
    }
}
