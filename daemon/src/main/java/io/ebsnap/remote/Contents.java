package io.ebsnap.remote;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.compress.BlockCompressor;

/**
 * Where the content of snapshots is read that remotes ask for. All belong to the caller.
 *
 * @param offers which there are for whom
 * @param chunks reads and proves blocks
 * @param pages reads block maps
 * @param mapsInUse keeps what is being read
 * @param compressor makes blocks smaller on their way
 */
public record Contents(
        Offers offers, ChunkReader chunks, PageLoader pages, MapsInUse mapsInUse, BlockCompressor compressor) {}
