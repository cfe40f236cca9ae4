package io.ebsnap.chunk;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Decides for one collection which records are needed. In doubt a record is needed: a filter that is wrong, or a place that is
 * unknown, keeps a pack and never gives one up. Used by one thread.
 */
final class Liveness {

    private static final int SAMPLE = 8;

    private final ReferenceFilter marks;
    private final PinWatch watch;
    private final ChunkIndex index;
    private final ObjectStore store;
    private final BiPredicate<PackId, ChunkId> quarantined;
    private final boolean dryRun;
    private final Set<PackId> seen = new HashSet<>();
    private long held;

    Liveness(ReferenceFilter marks, PinWatch watch, ChunkStoreParts parts, CollectionOrder order) {
        this.marks = marks;
        this.watch = watch;
        this.index = parts.index();
        this.store = parts.store();
        this.quarantined = order.quarantined();
        this.dryRun = order.options().dryRun();
    }

    /**
     * A first look that is cheap: the length of the records that may be needed, without asking the index for the place of each. A few
     * of them are asked for; if one is not here, the pack may be full of copies, and the answer is 0.
     */
    long liveBytesAtMost(PackTrailer trailer) {
        List<PackEntry> needed = new ArrayList<>();
        for (PackEntry entry : trailer.entries()) {
            boolean marked = marks.mayContain(entry.id());
            boolean byWriter = !marked && watch.mayBeHeld(entry.id());
            held += byWriter ? 1 : 0;
            if (marked || byWriter) {
                needed.add(entry);
            }
        }
        return isSampleHere(trailer, needed)
                ? needed.stream().mapToLong(PackEntry::length).sum()
                : 0;
    }

    /** Looks at each record of a pack. A needed chunk that has lost its place gets it back. */
    PackVerdict judge(PackTrailer trailer) {
        List<PackEntry> live = new ArrayList<>();
        boolean irreplaceable = false;
        for (PackEntry entry : trailer.entries()) {
            if (isNeeded(entry.id()) && !isElsewhere(trailer, entry)) {
                if (isHere(trailer, entry) || regained(trailer, entry)) {
                    live.add(entry);
                } else {
                    irreplaceable = true;
                }
            }
        }
        long bytes = live.stream().mapToLong(PackEntry::length).sum();
        return new PackVerdict(trailer, live, bytes, irreplaceable);
    }

    /** Whether all that is needed of a pack can be had elsewhere. Says it for good only while no writer can move. */
    boolean isDispensable(PackTrailer trailer) {
        return trailer.entries().stream().allMatch(entry -> !isNeeded(entry.id()) || isElsewhere(trailer, entry));
    }

    /** Says that a pack was deleted. */
    void deleted(PackId pack) {
        seen.remove(pack);
    }

    /** How many chunks were kept for running writers alone. */
    long held() {
        return held;
    }

    private boolean isNeeded(ChunkId id) {
        return marks.mayContain(id) || watch.mayBeHeld(id);
    }

    private boolean isSampleHere(PackTrailer trailer, List<PackEntry> needed) {
        int step = Math.max(1, needed.size() / SAMPLE);
        for (int i = 0; i < needed.size(); i += step) {
            if (!isHere(trailer, needed.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isHere(PackTrailer trailer, PackEntry entry) {
        return index.find(entry.id())
                .filter(place -> place.pack().equals(trailer.header().pack()) && place.offset() == entry.offset())
                .isPresent();
    }

    /** Whether the index has a place for the chunk that is not this one, in a pack that is really there. */
    private boolean isElsewhere(PackTrailer trailer, PackEntry entry) {
        Optional<ChunkLocation> place = index.find(entry.id());
        if (place.isEmpty()) {
            return false;
        }
        PackId pack = place.get().pack();
        return pack.equals(trailer.header().pack()) ? place.get().offset() != entry.offset() : isThere(pack);
    }

    private boolean isThere(PackId pack) {
        if (seen.contains(pack)) {
            return true;
        }
        boolean there = store.exists(PackNames.of(pack));
        return there && seen.add(pack);
    }

    /** A chunk without a place that is whole as far as anybody knows: the index is told again. */
    private boolean regained(PackTrailer trailer, PackEntry entry) {
        PackId pack = trailer.header().pack();
        if (quarantined.test(pack, entry.id()) || dryRun) {
            return false;
        }
        index.find(entry.id()).ifPresent(stale -> index.forget(stale.pack(), List.of(entry.id())));
        index.addPack(trailer.summary(), List.of(entry));
        if (!isHere(trailer, entry)) {
            throw new Failure.Internal(
                    "chunk " + entry.id() + " of pack " + pack + " gets no place in the index", null);
        }
        return true;
    }
}
