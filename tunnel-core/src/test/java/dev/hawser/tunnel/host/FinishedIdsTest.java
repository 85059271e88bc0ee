package dev.hawser.tunnel.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FinishedIdsTest {

    private final FinishedIds ids = new FinishedIds();

    @Test
    void knowsWhatWasAddedAndAllBelowTheMark() {
        ids.add(3);
        ids.add(5);
        assertThat(ids.contains(3)).isTrue();
        assertThat(ids.contains(4)).isFalse();

        ids.raise(5);

        assertThat(ids.contains(4)).isTrue();
        assertThat(ids.contains(5)).isTrue();
        assertThat(ids.contains(6)).isFalse();
        ids.raise(2);
        assertThat(ids.mark()).as("a mark never falls").isEqualTo(5);
    }

    @Test
    void staysBoundedWhateverTheIds() {
        ids.add(1);
        ids.add(Long.MAX_VALUE - 1);

        assertThat(ids.contains(Long.MAX_VALUE - 1)).isTrue();
        assertThat(ids.contains(Long.MAX_VALUE)).isFalse();
        assertThat(ids.contains(1_000)).as("counts as over").isTrue();
    }
}
