package io.ebsnap.chunk;

import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.format.PackHeader;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectStore;
import java.security.SecureRandom;

/** Begins packs with random names. Safe for use by several threads. */
record PackStarter(ObjectStore store, SecureRandom ids, ChunkLimits limits) {

    PackWriter begin(ChunkKind kind, DomainKeys keys) {
        byte[] id = new byte[PackId.BYTES];
        ids.nextBytes(id);
        return PackWriter.begin(store, new PackHeader(kind, PackId.of(id), keys.domain()), keys, limits);
    }
}
