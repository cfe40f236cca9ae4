package io.ebsnap.catalog.rocks;

import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkIndexContract;
import io.ebsnap.identity.StoreId;
import io.ebsnap.store.fault.MemoryTempDir;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class RocksIndexContractTest implements ChunkIndexContract {

    @TempDir(factory = MemoryTempDir.class)
    private Path directory;

    @Override
    public ChunkIndex newIndex() {
        return RocksIndex.open(
                directory.resolve("index"),
                TestLibrary.DIRECTORY,
                StoreId.of(new byte[StoreId.BYTES]),
                InstantSource.fixed(Instant.EPOCH));
    }
}
