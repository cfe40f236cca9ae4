package io.ebsnap.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever writers, deletions, collections, full disks and crashes do in whatever order: what is recorded stays, what is not goes. */
final class ChunkModelTest {

    private static final int STEPS = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void nothingRecordedIsLostAndAllElseIsFreed(long seed) {
        for (long i = 0; i < 2; i++) {
            ChunkModel model = new ChunkModel(new ChunkStoreFixture(seed * 100 + i), seed * 100 + i);
            model.run(STEPS);
            model.checkThatAllSpaceComesBack();
        }
    }

    @Test
    void theStoriesHoldCrashesAndCollections() {
        ChunkModel model = new ChunkModel(new ChunkStoreFixture(7), 7);
        model.run(STEPS * 4);
        assertThat(model.crashes()).isPositive();
        assertThat(model.collections()).isPositive();
    }
}
