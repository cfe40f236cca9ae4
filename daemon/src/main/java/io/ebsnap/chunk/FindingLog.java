package io.ebsnap.chunk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Findings as they come in, from several threads; the first so many are kept, all are counted. */
final class FindingLog {

    /** How many are kept. */
    static final int KEPT_MAX = 1_000;

    @GuardedBy("this")
    private final List<PackFinding> kept = new ArrayList<>();

    @GuardedBy("this")
    private long count;

    synchronized void add(PackFinding finding) {
        count++;
        if (kept.size() < KEPT_MAX) {
            kept.add(finding);
        }
    }

    void pack(PackFindingKind kind, PackId pack, String message) {
        add(new PackFinding(kind, PackNames.of(pack).value(), Optional.empty(), message));
    }

    void chunk(PackId pack, ChunkId chunk, String message) {
        add(new PackFinding(PackFindingKind.RECORD_DAMAGED, PackNames.of(pack).value(), Optional.of(chunk), message));
    }

    /** What a pack whose trailer cannot be used suffers from. */
    static PackFindingKind kindOf(Failure failure) {
        return switch (failure) {
            case Failure.TooNew e -> PackFindingKind.VERSION_UNKNOWN;
            case Failure.TooOld e -> PackFindingKind.VERSION_UNKNOWN;
            case Failure.Denied e -> PackFindingKind.KEY_MISSING;
            case Failure.NotFound e -> PackFindingKind.PACK_MISSING;
            case Failure.Unavailable e -> PackFindingKind.PACK_UNREADABLE;
            default -> PackFindingKind.PACK_DAMAGED;
        };
    }

    synchronized List<PackFinding> kept() {
        return List.copyOf(kept);
    }

    synchronized long count() {
        return count;
    }
}
