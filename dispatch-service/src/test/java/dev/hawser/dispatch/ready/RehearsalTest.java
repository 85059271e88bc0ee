package dev.hawser.dispatch.ready;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import dev.hawser.dispatch.lab.StubbornRehearsal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod does before it says that it is ready. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class RehearsalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> TABLES = List.of("runs", "attempts", "offers", "messages", "dead_letters");

    @Inject
    Rehearsals rehearsals;

    @Inject
    StubbornRehearsal stubborn;

    @Inject
    Lab lab;

    @BeforeEach
    void thePodIsReady() {
        lab.awaitReady();
    }

    @Test
    void aPodIsNotReadyBeforeItsRehearsalSucceedsAndTriesAgain() {
        assertThat(stubborn.worked()).startsWith(false, false, false);
    }

    @Test
    void aRehearsalLeavesNoTrace() {
        List<Long> before = rows();

        rehearse();

        assertThat(rows()).isEqualTo(before);
        assertThat(lab.count("SELECT count(*) FROM event_outbox WHERE owner = $1", Nobody.USER))
                .isZero();
    }

    @Test
    void anAnswerFromALinkThatDoesNotExistIsInTheWay() {
        try (Desktop impostor = Desktop.online(Nobody.LINK)) {
            assertThatThrownBy(this::rehearse).hasMessageContaining("somebody serves a link that does not exist");
            assertThat(impostor.waitingItems()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT ON attempts", "UPDATE (fence) ON runs", "INSERT ON event_outbox"})
    void aRightThatIsMissingIsInTheWay(String right) {
        lab.sql("REVOKE " + right + " FROM hawser_dispatch");
        try {
            assertThatThrownBy(this::rehearse)
                    .isInstanceOf(PgException.class)
                    .hasMessageContaining("permission denied");
        } finally {
            lab.sql("GRANT " + right + " TO hawser_dispatch");
        }
    }

    private void rehearse() {
        rehearsals.rehearse().await().atMost(PATIENCE);
    }

    private List<Long> rows() {
        return TABLES.stream()
                .map(table -> lab.count("SELECT count(*) FROM " + table))
                .toList();
    }
}
