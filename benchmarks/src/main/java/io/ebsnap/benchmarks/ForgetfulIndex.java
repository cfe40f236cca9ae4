package io.ebsnap.benchmarks;

import io.ebsnap.chunk.ChunkIndex;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.IndexRebuild;
import io.ebsnap.chunk.PackEntry;
import io.ebsnap.chunk.PackSummary;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An index that knows nothing and costs nothing: every block is new. */
final class ForgetfulIndex implements ChunkIndex {

    @Override
    public Optional<ChunkLocation> find(ChunkId id) {
        return Optional.empty();
    }

    @Override
    public void addPack(PackSummary pack, List<PackEntry> entries) {}

    @Override
    public void condemn(Collection<PackId> packs, Collection<ChunkId> forget) {}

    @Override
    public void relocate(PackSummary pack, List<PackEntry> entries, Collection<PackId> from) {}

    @Override
    public void removePacks(Collection<PackId> packs) {}

    @Override
    public void forget(PackId pack, Collection<ChunkId> ids) {}

    @Override
    public long forgetChunksWithoutPack() {
        return 0;
    }

    @Override
    public boolean isFresh() {
        return false;
    }

    @Override
    public IndexRebuild rebuild() {
        throw new UnsupportedOperationException("there is nothing to rebuild");
    }

    @Override
    public Optional<PackSummary> pack(PackId id) {
        return Optional.empty();
    }

    @Override
    public Stream<PackSummary> packs() {
        return Stream.empty();
    }

    @Override
    public long approximateBytes() {
        return 0;
    }

    @Override
    public long approximateChunkCount() {
        return 0;
    }

    @Override
    public void beginDoubt() {}

    @Override
    public void endDoubt() {}

    @Override
    public boolean inDoubt() {
        return false;
    }

    @Override
    public void close() {}
}
