package io.ebsnap.snapshot;

import io.ebsnap.identity.ChunkId;
import io.ebsnap.tracking.BlockSample;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Blocks of a distant snapshot whose chunks have come from there before. */
final class DistantFamiliar implements FamiliarBlocks {

    /** Of so many blocks that are believed to be there one is fetched and compared. */
    private static final int CHECKED_ONE_IN = 128;

    /** Far more than a copy has under way. */
    private static final int AWAITED_MAX = 1024;

    private final DistantSource source;
    private final ChunkAliases aliases;
    private final BlockSample sample;

    /** What blocks that are under way are called, until their chunks are known. */
    private final ConcurrentSkipListMap<Long, DistantAlias> awaited = new ConcurrentSkipListMap<>();

    private long found;

    /** @param seed chooses which blocks are compared */
    DistantFamiliar(DistantSource source, ChunkAliases aliases, long seed) {
        this.source = source;
        this.aliases = aliases;
        this.sample = new BlockSample(CHECKED_ONE_IN, seed);
    }

    @Override
    public @Nullable ChunkId find(long block) {
        DistantBlock next = source.walk().from(block);
        if (next == null || next.index() != block || next.alias().isEmpty()) {
            return null;
        }
        DistantAlias alias = next.alias().get();
        Optional<ChunkId> chunk = aliases.find(alias);
        if (awaited.size() >= AWAITED_MAX) {
            awaited.clear();
        }
        awaited.put(block, alias);
        return chunk.orElse(null);
    }

    @Override
    public boolean wantsChecked() {
        return sample.contains(found++);
    }

    @Override
    public void learn(long block, ChunkId chunk) {
        DistantAlias alias = awaited.get(block);
        if (alias != null) {
            aliases.learn(alias, chunk);
        }
        awaited.headMap(block, true).clear();
    }
}
