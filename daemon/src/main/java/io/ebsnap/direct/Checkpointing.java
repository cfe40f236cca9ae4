package io.ebsnap.direct;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapEditor;
import io.ebsnap.blockmap.BlockMapReader;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.chunk.PreparedChunk;
import io.ebsnap.format.UploadedBlock;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import java.util.Optional;

/** Makes the maps of an upload out of what was written. By one thread, which has the writer for itself; the caller flushes it. */
final class Checkpointing {

    private final ChunkWriter writer;
    private final DirectStorage storage;

    Checkpointing(ChunkWriter writer, DirectStorage storage) {
        this.writer = writer;
        this.storage = storage;
    }

    /**
     * The maps with blocks that were written since, in ascending order of their indexes.
     *
     * @param stored what was added to the store, without the pages
     */
    HeldMaps with(HeldMaps maps, Iterable<UploadedBlock> written, Stored stored) {
        VolumeGeometry geometry = maps.blocks().geometry();
        BlockMapEditor blocks = new BlockMapEditor(writer, storage.pages(), maps.blocks(), geometry);
        BlockMapEditor checksums = new BlockMapEditor(writer, storage.pages(), maps.checksums(), geometry);
        for (UploadedBlock block : written) {
            BlockIndex index = new BlockIndex(block.index());
            block.chunk().ifPresentOrElse(id -> blocks.put(index, id), () -> blocks.putHoles(index, 1));
            checksums.put(index, block.checksum());
        }
        BlockMap newBlocks = blocks.finish();
        BlockMap newChecksums = checksums.finish();
        Stored all = stored.plus(0, blocks.pageBytesStored() + checksums.pageBytesStored());
        return HeldMaps.hold(storage.mapsInUse(), newBlocks, newChecksums, all);
    }

    /** The maps of a child that nothing was put into yet; a short last block of the parent is filled with zeros, for it is whole in a larger volume. */
    HeldMaps ofChild(BlockMap parent, VolumeGeometry geometry) {
        BlockMapEditor editor = new BlockMapEditor(writer, storage.pages(), parent, geometry);
        filled(parent).ifPresent(last -> editor.put(lastOf(parent), last));
        return HeldMaps.hold(
                storage.mapsInUse(),
                editor.finish(),
                BlockMap.empty(geometry, parent.domain()),
                new Stored(0, editor.pageBytesStored()));
    }

    private Optional<ChunkId> filled(BlockMap parent) {
        boolean isShort = parent.geometry().lengthOf(lastOf(parent)) < DirectSnapshots.BLOCK_BYTES;
        PageLoader pages = storage.pages();
        return isShort
                ? new BlockMapReader(pages).find(parent, lastOf(parent)).map(id -> filled(parent, id))
                : Optional.empty();
    }

    private ChunkId filled(BlockMap parent, ChunkId last) {
        byte[] content = new byte[DirectSnapshots.BLOCK_BYTES];
        storage.chunks().reader().read(parent.domain(), ChunkKind.DATA, last, ArraySlice.of(content));
        try (PreparedChunk chunk = writer.prepare(ChunkKind.DATA, ArraySlice.of(content))) {
            writer.append(chunk);
            return chunk.id();
        }
    }

    private static BlockIndex lastOf(BlockMap map) {
        return new BlockIndex(map.geometry().blockCount() - 1);
    }
}
