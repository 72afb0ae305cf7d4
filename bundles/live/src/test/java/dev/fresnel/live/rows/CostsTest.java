package dev.fresnel.live.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CostsTest {
    @Test
    void whoTakesTooMuchRestsAndOthersDoNot() {
        Costs costs = new Costs();
        assertThat(costs.charge("ann", 3_000_000_000L)).isZero();
        assertThat(costs.charge("ann", 12_000_000_000L)).isBetween(1L, 3_000_000_000L);
        assertThat(costs.charge("bob", 100_000_000L)).isZero();
        assertThat(costs.charge("ann", 60_000_000_000L)).as("not for ever").isEqualTo(3_000_000_000L);
    }
}
