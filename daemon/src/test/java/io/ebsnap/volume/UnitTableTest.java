package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sets that an epoch keeps, against plain ones. */
final class UnitTableTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void tableHoldsWhatWasAdded(long seed) {
        Random random = new Random(seed);
        UnitTable table = new UnitTable();
        Map<Long, UnitSet> model = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            long block = random.nextInt(4) == 0 ? random.nextLong(BlockSet.BLOCKS_MAX) : random.nextInt(2_000);
            int first = random.nextInt(128);
            UnitSet units = UnitSet.range(first, first + 1 + random.nextInt(128 - first));
            table.add(block, units);
            model.merge(block, units, UnitSet::with);
        }
        model.forEach((block, units) -> assertThat(table.get(block)).isEqualTo(units));
        assertThat(table.size()).isEqualTo(model.size());
        for (int i = 0; i < 2_000; i++) {
            long first = random.nextInt(3_000);
            long last = first + random.nextInt(i % 2 == 0 ? 3 : 100_000);
            boolean any = model.keySet().stream().anyMatch(block -> block >= first && block <= last);
            assertThat(table.hasAnyOf(first, last)).isEqualTo(any);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void setHoldsWhatWasAddedInOrder(long seed) {
        Random random = new Random(seed);
        BlockSet set = new BlockSet();
        TreeSet<Long> model = new TreeSet<>();
        for (int i = 0; i < 500; i++) {
            long block = random.nextBoolean() ? random.nextLong(BlockSet.BLOCKS_MAX) : random.nextInt(300);
            set.add(block);
            model.add(block);
        }
        set.add(BlockSet.BLOCKS_MAX - 1);
        model.add(BlockSet.BLOCKS_MAX - 1);
        assertThat(set.count()).isEqualTo(model.size());
        assertThat(set.words()).isEqualTo(BlockSet.BLOCKS_MAX / Long.SIZE);
        long at = 0;
        for (long block : model) {
            assertThat(set.next(at)).isEqualTo(block);
            assertThat(set.contains(block)).isTrue();
            at = block + 1;
        }
        assertThat(set.next(at)).isEqualTo(-1);
    }
}
