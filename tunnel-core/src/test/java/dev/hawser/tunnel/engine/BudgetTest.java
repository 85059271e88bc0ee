package dev.hawser.tunnel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.tunnel.TunnelLimits;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final int FLOOR = TunnelLimits.FLOOR_BYTES;

    private final Budget budget = new Budget(100);

    @Test
    void theFloorLiesOutsideTheBudget() {
        assertThat(new Share(budget).resize(FLOOR)).isEqualTo(FLOOR);
        assertThat(budget.free()).isEqualTo(100);
    }

    @Test
    void whatIsAboveTheFloorIsGrantedAsLongAsThereIsRoom() {
        var first = new Share(budget);
        var second = new Share(budget);

        assertThat(first.resize(FLOOR + 70)).isEqualTo(FLOOR + 70);
        assertThat(second.resize(FLOOR + 70)).isEqualTo(FLOOR + 30);
        assertThat(budget.free()).isZero();

        first.resize(FLOOR + 10);
        assertThat(second.resize(FLOOR + 70)).isEqualTo(FLOOR + 70);
    }

    @Test
    void aReleasedShareHoldsNothingAndIsNotLimited() {
        var share = new Share(budget);
        share.resize(FLOOR + 70);

        share.release();

        assertThat(budget.free()).isEqualTo(100);
        assertThat(share.resize(FLOOR + 1_000)).isEqualTo(FLOOR + 1_000);
        assertThat(budget.free()).isEqualTo(100);
    }
}
