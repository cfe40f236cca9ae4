package io.ebsnap.tiering;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.check.StoreCare;
import io.ebsnap.chunk.ChunkArchive;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.compress.BlockCompressor;
import io.ebsnap.task.Surroundings;
import io.ebsnap.task.TaskBoard;

/**
 * What snapshots are moved with. All belong to the caller.
 *
 * @param catalog of the snapshots
 * @param chunks of the store itself, read with the archive behind
 * @param archive where they go
 * @param compressor of the archive
 * @param pages reads block maps
 * @param mapsInUse what running work reads
 * @param care collects the archive's garbage
 * @param tasks of which each move is one; closed after this
 * @param standBack is run by each thread that compresses
 * @param surroundings clock and crash points
 */
public record TieringParts(
        Catalog catalog,
        ChunkStore chunks,
        ChunkArchive archive,
        BlockCompressor compressor,
        PageLoader pages,
        MapsInUse mapsInUse,
        StoreCare care,
        TaskBoard tasks,
        Runnable standBack,
        Surroundings surroundings) {}
