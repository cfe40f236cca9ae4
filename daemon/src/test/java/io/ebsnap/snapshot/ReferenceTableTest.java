package io.ebsnap.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ebsnap.identity.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReferenceTableTest {

    private static final int IDS = 200_000;

    private final Random random = new Random(11);

    @Test
    void growsAndCountsExactlyUpToItsBound() {
        List<ChunkId> ids = ids(IDS);
        try (ReferenceTable table = new ReferenceTable(id -> 3, 10, 1 << 19)) {
            ids.forEach(id -> table.begin(id, 0, 10));
            assertThat(table.isExact()).isTrue();
            assertThat(table.latest()).isEqualTo(new ReferenceTable.Sums(10L * IDS, 3L * IDS));
            ids.subList(0, 50_000).forEach(id -> table.end(id, 0));
            assertThat(table.latest()).isEqualTo(new ReferenceTable.Sums(1_500_000, 450_000));
            ids.subList(50_000, IDS).forEach(id -> table.end(id, 1));
            assertThat(table.unique(2)[0]).isEqualTo(new ReferenceTable.Sums(500_000, 150_000));
            assertThat(table.all().plainBytes()).isEqualTo(10L * IDS);
            assertThat(table.relativeError()).isZero();
        }
    }

    @Test
    void estimatesBeyondItsBoundAndSaysHowWell() {
        List<ChunkId> ids = ids(IDS);
        try (ReferenceTable table = new ReferenceTable(id -> 3, 10, 1 << 14)) {
            ids.forEach(id -> table.begin(id, 0, 10));
            ids.subList(0, IDS / 2).forEach(id -> table.end(id, 0));
            assertThat(table.isExact()).isFalse();
            double error = table.relativeErrorOfAll();
            assertThat(error).isBetween(0.005, 0.02);
            assertThat(table.all().plainBytes() / (10.0 * IDS)).isCloseTo(1, within(4 * error));
            assertThat(table.latest().storedBytes() / (1.5 * IDS)).isCloseTo(1, within(4 * table.relativeError()));
        }
    }

    @Test
    void idsThatOnlyUntrackedOwnersHaveTakeNoRoom() {
        try (ReferenceTable table = new ReferenceTable(id -> 3, 1, 1024)) {
            List<ChunkId> own = ids(500);
            own.forEach(id -> table.begin(id, 0, 10));
            own.forEach(id -> table.end(id, 0));
            ids(IDS).forEach(id -> table.begin(id, 1, 10));
            own.subList(0, 100).forEach(id -> table.begin(id, 1, 10));
            assertThat(table.isExact()).isTrue();
            assertThat(table.unique(1)[0].plainBytes()).isEqualTo(4_000);
        }
    }

    private List<ChunkId> ids(int count) {
        List<ChunkId> ids = new ArrayList<>(count);
        byte[] bytes = new byte[ChunkId.BYTES];
        for (int i = 0; i < count; i++) {
            random.nextBytes(bytes);
            ids.add(ChunkId.of(bytes));
        }
        return ids;
    }
}
