package io.ebsnap.snapshot;

import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.kms.Keyring;

/**
 * Where snapshots are kept. All belong to the caller.
 *
 * @param catalog their records
 * @param chunks their content
 * @param pages reads their block maps
 * @param keyring names the keys
 */
public record SnapshotStorage(Catalog catalog, ChunkStore chunks, PageLoader pages, Keyring keyring) {}
