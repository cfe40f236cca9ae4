package io.ebsnap.chunk;

import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.catalog.rocks.TestLibrary;
import io.ebsnap.identity.StoreId;
import io.ebsnap.store.fault.MemoryTempDir;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stories of {@link ChunkModelTest} on RocksDB and files, which are closed and opened again after each crash. */
final class ChunkModelOnDiskTest {

    private static final int STEPS = 250;

    @TempDir(factory = MemoryTempDir.class)
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {201, 202, 203})
    void nothingRecordedIsLostAndAllElseIsFreed(long seed) {
        ChunkStoreFixture fixture = new ChunkStoreFixture(seed);
        fixture.reopen = () -> {
            fixture.index.close();
            fixture.objects.close();
            open(fixture);
        };
        open(fixture);
        try {
            ChunkModel model = new ChunkModel(fixture, seed);
            model.run(STEPS);
            model.checkThatAllSpaceComesBack();
        } finally {
            fixture.index.close();
            fixture.objects.close();
        }
    }

    private void open(ChunkStoreFixture fixture) {
        fixture.objects = FileObjectStore.open(directory.resolve("store"), new LocalFiles(), new SplittableRandom(1));
        fixture.index = RocksIndex.open(
                directory.resolve("index"),
                TestLibrary.DIRECTORY,
                StoreId.of(new byte[StoreId.BYTES]),
                InstantSource.fixed(Instant.EPOCH));
    }
}
