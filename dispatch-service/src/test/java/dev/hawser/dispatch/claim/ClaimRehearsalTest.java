package dev.hawser.dispatch.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.dispatch.lab.Desktop;
import dev.hawser.dispatch.lab.DispatchStack;
import dev.hawser.dispatch.lab.Lab;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a pod does before it says that it is ready. */
@QuarkusTest
@QuarkusTestResource(DispatchStack.class)
class ClaimRehearsalTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> TABLES = List.of("runs", "attempts", "offers", "messages", "dead_letters");

    @Inject
    ClaimRehearsal rehearsal;

    @Inject
    Lab lab;

    @Test
    void aRehearsalLeavesNoTrace() {
        lab.awaitReady();
        List<Long> before = rows();

        rehearsal.rehearse().await().atMost(PATIENCE);

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aPodThatGetsAnAnswerFromALinkThatDoesNotExistIsNotReady() {
        lab.awaitReady();

        try (Desktop impostor = Desktop.online(ClaimRehearsal.LINK)) {
            assertThat(impostor.waitingItems()).isZero();
            assertThatThrownBy(() -> rehearsal.rehearse().await().atMost(PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("somebody serves a link that does not exist");
        }
    }

    private List<Long> rows() {
        return TABLES.stream()
                .map(table -> lab.count("SELECT count(*) FROM " + table))
                .toList();
    }
}
