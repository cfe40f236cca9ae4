package io.ebsnap.chunk;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings the index in line with the packs, as {@code docs/format/index.md} says under "Opening". Each step can be cut off and done again.
 * No writer, reader or collection may run meanwhile.
 */
final class IndexReconciler {

    private static final int REMOVE_AT_ONCE = 1024;

    private final ChunkStoreParts parts;
    private final ChunkIndex index;
    private final FindingLog findings = new FindingLog();
    private final PackAdoption adoption;
    private long missing;
    private long forgotten;

    IndexReconciler(ChunkStoreParts parts, WriterTools tools, BiPredicate<PackId, ChunkId> quarantined) {
        this.parts = parts;
        this.index = parts.index();
        this.adoption = new PackAdoption(parts, tools, quarantined, findings);
    }

    /** Reads what the index does not know yet, and drops what the store does not have; one that knows nothing is built at once. */
    ReconcileOutcome reconcile() {
        return index.isFresh() ? rebuild() : catchUp();
    }

    private ReconcileOutcome catchUp() {
        boolean lost = dropMissing();
        parts.crashPoints().reached("reconcile.after-drop");
        if (lost || index.inDoubt()) {
            forgotten = index.forgetChunksWithoutPack();
        }
        // A lost pack may have hidden copies of its chunks in others, which never got a place: all trailers tell.
        adopt(
                lost
                        ? id -> true
                        : id -> index.pack(id).map(PackSummary::condemned).orElse(true),
                index::addPack);
        parts.crashPoints().reached("reconcile.after-adopt");
        index.endDoubt();
        return outcome();
    }

    /** Reads every trailer anew; the index keeps what it has until that is done. */
    ReconcileOutcome rebuild() {
        try (IndexRebuild fresh = index.rebuild()) {
            adopt(id -> true, fresh::add);
            parts.crashPoints().reached("rebuild.after-read");
            fresh.finish();
        }
        parts.crashPoints().reached("rebuild.after-finish");
        index.endDoubt();
        return outcome();
    }

    private ReconcileOutcome outcome() {
        return new ReconcileOutcome(
                adoption.packs(), adoption.chunks(), missing, forgotten, findings.kept(), findings.count());
    }

    /** Forgets the packs that the store does not have; says whether one of them was not condemned. */
    private boolean dropMissing() {
        List<PackId> gone = new ArrayList<>();
        try (Stream<PackSummary> packs = index.packs()) {
            packs.filter(pack -> !parts.store().exists(PackNames.of(pack.id()))).forEach(pack -> {
                note(pack);
                gone.add(pack.id());
                if (gone.size() == REMOVE_AT_ONCE) {
                    remove(gone);
                }
            });
        }
        if (!gone.isEmpty()) {
            remove(gone);
        }
        return missing > 0;
    }

    /** In doubt first: chunks of these packs must not be found again, not even if this is cut off here. */
    private void remove(List<PackId> gone) {
        index.beginDoubt();
        index.removePacks(gone);
        gone.clear();
    }

    private void note(PackSummary pack) {
        if (!pack.condemned()) {
            missing++;
            findings.pack(
                    PackFindingKind.PACK_MISSING,
                    pack.id(),
                    "the index knows it with " + pack.entries() + " chunks; the store does not have it");
        }
    }

    private void adopt(Predicate<PackId> isWanted, BiConsumer<PackSummary, List<PackEntry>> sink) {
        try (Stream<ObjectName> names = parts.store().list(PackNames.PREFIX)) {
            names.forEach(name -> packOf(name).filter(isWanted).ifPresent(pack -> adoption.adopt(pack, sink)));
        } finally {
            adoption.await();
        }
    }

    private Optional<PackId> packOf(ObjectName name) {
        try {
            return Optional.of(PackNames.parse(name));
        } catch (Failure.Corrupt e) {
            findings.add(new PackFinding(
                    PackFindingKind.NAME_UNKNOWN, name.value(), Optional.empty(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
