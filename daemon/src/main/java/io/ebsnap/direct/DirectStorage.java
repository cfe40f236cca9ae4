package io.ebsnap.direct;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.blockmap.PageLoader;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.chunk.ChunkStore;
import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.kms.Keyring;
import io.ebsnap.store.ObjectStore;

/**
 * Where blocks are read from and written to. All belong to the caller.
 *
 * @param catalog the snapshots' records
 * @param objects has the journals of uploads
 * @param chunks the blocks
 * @param pages reads their maps
 * @param mapsInUse keeps what is read, and what uploads refer to
 * @param keyring names the keys
 * @param cipher seals the journals
 */
public record DirectStorage(
        Catalog catalog,
        ObjectStore objects,
        ChunkStore chunks,
        PageLoader pages,
        MapsInUse mapsInUse,
        Keyring keyring,
        AeadCipher cipher) {}
