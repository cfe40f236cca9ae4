package io.ebsnap.restore.warm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskBudgetTest {

    @Test
    void imagesTogetherStayWithinTheirPartOfTheDisk() {
        DiskBudget budget = new DiskBudget(1000, 25, 200, 800);
        assertThat(budget.refusal(50, 50)).isEmpty();
        assertThat(budget.refusal(51, 51))
                .hasValueSatisfying(why -> assertThat(why).startsWith("budget: "));
    }

    @Test
    void someOfTheDiskStaysFreeForOthers() {
        DiskBudget budget = new DiskBudget(1000, 100, 0, 150);
        assertThat(budget.refusal(100, 100)).isEmpty();
        assertThat(budget.refusal(101, 101))
                .hasValueSatisfying(why -> assertThat(why).startsWith("room: "));
        assertThat(budget.refusal(500, 100))
                .as("what lies there needs no more room")
                .isEmpty();
    }

    @Test
    void sizesOfWholeExbibytesDoNotOverflow() {
        DiskBudget budget = new DiskBudget(Long.MAX_VALUE, 50, 0, Long.MAX_VALUE);
        assertThat(budget.refusal(Long.MAX_VALUE / 2 - 1, 0)).isEmpty();
        assertThat(budget.refusal(Long.MAX_VALUE / 2 + 1, 0)).isPresent();
    }
}
