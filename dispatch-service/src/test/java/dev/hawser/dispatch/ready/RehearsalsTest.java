package dev.hawser.dispatch.ready;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalsTest {

    private static final int CONNECTIONS = 3;

    private final List<UniEmitter<? super Void>> first = new ArrayList<>();
    private final List<UniEmitter<? super Void>> second = new ArrayList<>();
    private int cancelled;

    private final UniAssertSubscriber<Void> whole = new Rehearsals(
                    List.of(part(first), part(second)), () -> CONNECTIONS)
            .rehearse()
            .subscribe()
            .withSubscriber(UniAssertSubscriber.create());

    @Test
    void eachConnectionIsUsedAtTheSameTimeAndGoesThroughAllParts() {
        assertThat(first).hasSize(CONNECTIONS);
        assertThat(second).isEmpty();

        complete(first);
        assertThat(second).hasSize(CONNECTIONS);
        whole.assertNotTerminated();

        complete(second);
        whole.assertCompleted();
    }

    @Test
    void aFailureIsToldWhenNothingIsUnderWayAnyMore() {
        first.get(1).fail(new IllegalStateException("no right"));
        first.get(0).complete(null);
        first.get(2).fail(new IllegalStateException("another one"));
        whole.assertNotTerminated();

        second.getFirst().complete(null);

        whole.assertFailedWith(IllegalStateException.class, "no right");
        assertThat(cancelled).isZero();
    }

    private Rehearsal part(List<UniEmitter<? super Void>> underWay) {
        return () ->
                Uni.createFrom().<Void>emitter(underWay::add).onCancellation().invoke(() -> cancelled++);
    }

    private static void complete(List<UniEmitter<? super Void>> underWay) {
        List.copyOf(underWay).forEach(emitter -> emitter.complete(null));
    }
}
