package io.ebsnap.restore;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.chunk.ChunkReader;
import io.ebsnap.kms.Keyring;

/**
 * What is restored from. All belong to the caller.
 *
 * @param catalog the snapshots' records
 * @param chunks reads and proves chunks
 * @param pages reads block maps
 * @param mapsInUse protects what is being restored from deletion
 * @param keyring the keys by which blocks are compared
 */
public record RestoreSources(
        Catalog catalog, ChunkReader chunks, PageLoader pages, MapsInUse mapsInUse, Keyring keyring) {}
