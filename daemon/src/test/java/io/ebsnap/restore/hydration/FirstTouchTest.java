package io.ebsnap.restore.hydration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FirstTouchTest {

    @Test
    void whatIsKeptComesBack() {
        Random random = new Random(1);
        List<Long> blocks = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            long block = random.nextLong(1L << random.nextInt(1, 32));
            if (!blocks.contains(block)) {
                blocks.add(block);
            }
        }
        FirstTouch touch = new FirstTouch(3, blocks);
        assertThat(FirstTouch.decode(3, touch.encode())).isEqualTo(touch);
        assertThat(FirstTouch.decode(0, "")).isEqualTo(FirstTouch.NONE);
    }

    @Test
    void garbageIsAnErrorOrSomeBlocks() {
        assertThatThrownBy(() -> FirstTouch.decode(1, "?")).isInstanceOf(Failure.Corrupt.class);
        Random random = new Random(2);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            String text = java.util.Base64.getEncoder().encodeToString(bytes);
            assertThat(FirstTouch.decode(1, text).blocks()).allMatch(block -> block >= 0);
        }
    }

    @Test
    void blocksMoveToTheMeanOfTheirPlaces() {
        FirstTouch learnt = FirstTouch.NONE.with(List.of(1L, 2L, 3L)).with(List.of(1L, 3L, 9L));
        assertThat(learnt.starts()).isEqualTo(2);
        assertThat(learnt.blocks().getFirst()).isEqualTo(1L);
        assertThat(learnt.blocks()).containsExactlyInAnyOrder(1L, 2L, 3L, 9L);
        assertThat(learnt.blocks().indexOf(3L)).isLessThan(learnt.blocks().indexOf(2L));
        assertThat(learnt.with(List.of(1L, 3L)).blocks().indexOf(9L)).isEqualTo(3);
    }
}
