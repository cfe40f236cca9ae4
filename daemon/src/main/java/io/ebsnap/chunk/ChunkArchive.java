package io.ebsnap.chunk;

import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ArchivePlace;
import io.ebsnap.store.ObjectStore;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The archive: a chunk store of its own, with an index of its own, in a place that may be away. What its index says is known without the
 * place; everything else waits until index and place have been brought in line, which whoever comes first does. Safe for use by several threads.
 */
public final class ChunkArchive {

    private final ChunkStoreParts parts;
    private final ArchivePlace place;
    private final BiPredicate<PackId, ChunkId> quarantined;
    private final ChunkStore chunks;
    private volatile boolean inLine;

    /**
     * An archive.
     *
     * @param parts of its chunk store
     * @param place where it is
     * @param quarantined whether a chunk was found damaged in a pack: it gets no place there
     */
    public ChunkArchive(ChunkStoreParts parts, ArchivePlace place, BiPredicate<PackId, ChunkId> quarantined) {
        this.parts = parts;
        this.place = place;
        this.quarantined = quarantined;
        this.chunks = new ChunkStore(parts);
    }

    /** Where it is. */
    public ArchivePlace place() {
        return place;
    }

    /** Its objects. */
    public ObjectStore objects() {
        return parts.store();
    }

    /** Its index, which is here wherever the archive is. */
    public ChunkIndex index() {
        return parts.index();
    }

    /**
     * The chunk store, in line with its index.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the archive is away, or there is none
     */
    public ChunkStore chunks() {
        place.requireThere();
        bringInLine();
        return chunks;
    }

    long layoutRevision() {
        return chunks.layoutRevision();
    }

    /** Where a chunk lies in it, as far as the index knows. */
    public Optional<ChunkLocation> find(ChunkId id) {
        return place.isMade() ? parts.index().find(id) : Optional.empty();
    }

    /**
     * Tells of chunks whether the archive surely has them, durably and in packs that are there: then nobody else need have them. To be used by one
     * thread, and not for long: packs that were found there are not looked for again.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the archive is away; so does each question for which a pack is looked for
     */
    public Predicate<ChunkId> certain() {
        ChunkStore unused = chunks();
        Set<PackId> there = new HashSet<>();
        return id -> parts.index()
                .find(id)
                .map(ChunkLocation::pack)
                .filter(pack -> isThere(pack, there))
                .isPresent();
    }

    private boolean isThere(PackId pack, Set<PackId> known) {
        return known.contains(pack) || (parts.store().exists(PackNames.of(pack)) && known.add(pack));
    }

    /** Whether it may have a chunk: if not, it surely has not. */
    public boolean mayHave(ChunkId id) {
        return place.isMade()
                && (parts.index().find(id).isPresent() || parts.index().isFresh());
    }

    /** As {@link ChunkReader#read}; an index that knows nothing yet is built first. */
    int read(DomainId domain, ChunkKind kind, ChunkId id, ArraySlice target) {
        if (parts.index().isFresh()) {
            place.requireThere();
            bringInLine();
        }
        return chunks.reader().read(domain, kind, id, target);
    }

    private synchronized void bringInLine() {
        if (!inLine) {
            ReconcileOutcome unused = chunks.reconcile(quarantined);
            inLine = true;
        }
    }
}
