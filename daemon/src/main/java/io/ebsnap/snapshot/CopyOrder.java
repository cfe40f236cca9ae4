package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMapEditor;
import io.ebsnap.chunk.ChunkWriter;
import io.ebsnap.device.BlockSource;

/**
 * What a copy works on. All belong to the caller, who closes them after the copy.
 *
 * @param source is read
 * @param writer takes the chunks
 * @param map takes their names
 * @param parent is compared with
 * @param known what is known of what changed
 */
record CopyOrder(BlockSource source, ChunkWriter writer, BlockMapEditor map, ParentBlocks parent, KnownBlocks known) {}
