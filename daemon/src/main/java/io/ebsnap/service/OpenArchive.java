package io.ebsnap.service;

import io.ebsnap.catalog.ArchiveRecord;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.rocks.RocksIndex;
import io.ebsnap.check.Quarantine;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkStoreParts;
import io.ebsnap.compress.Lz4Blocks;
import io.ebsnap.compress.ZstdBlocks;
import io.ebsnap.config.EbsnapdConfig;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ArchiveId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.archive.ArchiveObjects;
import io.ebsnap.store.file.FileObjectStore;
import io.ebsnap.store.file.LocalFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The archive of a store: its objects, which may be away, and its index, which is here.
 *
 * @param objects of the archive
 * @param index of its chunks
 * @param blocks compresses what goes there
 */
record OpenArchive(ArchiveObjects objects, RocksIndex index, ZstdBlocks blocks) {

    /**
     * Opens it; empty if the store has none and none is configured.
     *
     * @param closer is given everything that must be closed
     */
    static Optional<OpenArchive> open(
            OpenStore store, DataDirectory data, EbsnapdConfig config, Foundation base, Closer closer) {
        Optional<ArchiveId> made = store.catalog()
                .find(CatalogKind.ARCHIVE, ArchiveRecord.ID)
                .map(record -> ArchiveId.parse(record.archiveId()));
        Optional<Path> directory = config.archive().directory();
        if (made.isEmpty() && directory.isEmpty()) {
            return Optional.empty();
        }
        StoreId id = store.identity().store();
        ArchiveObjects objects = closer.add(new ArchiveObjects(
                new ArchiveObjects.Place(
                        directory.map(Path::toString),
                        id,
                        place -> opened(Path.of(place), base),
                        () -> base.bytes(ArchiveId.BYTES)),
                made));
        RocksIndex index = closer.add(RocksIndex.open(data.archiveIndex(), data.natives(), id, base.clock()));
        ZstdBlocks blocks = ZstdBlocks.load(config.archive().level(), data.natives(), Lz4Blocks.load());
        return Optional.of(new OpenArchive(objects, index, blocks));
    }

    /** The indexes of a store, and of its archive if it has one. */
    static List<ChunkIndex> indexes(OpenStore store, Optional<OpenArchive> archive) {
        return Stream.concat(Stream.of(store.index()), archive.map(OpenArchive::index).stream())
                .<ChunkIndex>map(index -> index)
                .toList();
    }

    /** Its chunk store: as the store's, but for where it is and how it is compressed. */
    ChunkArchive chunks(ChunkStoreParts stored, Quarantine quarantine) {
        return new ChunkArchive(
                new ChunkStoreParts(
                        objects,
                        index,
                        stored.keys(),
                        stored.cipher(),
                        blocks,
                        blocks,
                        stored.random(),
                        stored.commits(),
                        stored.nanoTime(),
                        stored.crashPoints(),
                        stored.damage(),
                        stored.limits()),
                objects,
                quarantine::contains);
    }

    /** A directory that is not there is not made: its file system may not be mounted. */
    private static ObjectStore opened(Path directory, Foundation base) {
        if (!Files.isDirectory(directory)) {
            throw new Failure.Unavailable("the archive's directory " + directory + " is not there", null);
        }
        return FileObjectStore.open(directory, new LocalFiles(), base.random());
    }
}
