package io.ebsnap.chunk;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import java.util.Optional;

/**
 * Reads from the store itself, and from the archive what the store does not have, or has damaged. What moves from one to the other is in
 * both for a while, so whoever has looked in the wrong one first looks once more.
 */
final class TieredChunkReader implements ChunkReader {

    private final ChunkReader own;
    private final ChunkArchive archive;

    TieredChunkReader(ChunkReader own, ChunkArchive archive) {
        this.own = own;
        this.archive = archive;
    }

    @Override
    public int read(DomainId domain, ChunkKind kind, ChunkId id, ArraySlice target) {
        if (own.locate(id).isEmpty() && archive.mayHave(id)) {
            return archived(domain, kind, id, target);
        }
        try {
            return own.read(domain, kind, id, target);
        } catch (Failure.Corrupt e) {
            if (!archive.mayHave(id)) {
                throw e;
            }
            return insteadOf(e, () -> archive.read(domain, kind, id, target));
        }
    }

    @Override
    public Optional<ChunkLocation> locate(ChunkId id) {
        return own.locate(id).or(() -> archive.find(id));
    }

    private int archived(DomainId domain, ChunkKind kind, ChunkId id, ArraySlice target) {
        try {
            return archive.read(domain, kind, id, target);
        } catch (Failure.Corrupt | Failure.Unavailable e) {
            if (own.locate(id).isEmpty()) {
                throw e;
            }
            return own.read(domain, kind, id, target);
        }
    }

    private interface Reading {
        int run();
    }

    /** An archive that is away is the failure that counts: what it has is not lost. */
    private static int insteadOf(Failure.Corrupt damage, Reading reading) {
        try {
            return reading.run();
        } catch (Failure.Unavailable e) {
            e.addSuppressed(damage);
            throw e;
        } catch (Failure.Corrupt e) {
            damage.addSuppressed(e);
            throw damage;
        }
    }
}
