package io.ebsnap.check;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.DamagedRecord;
import io.ebsnap.chunk.PackFinding;
import io.ebsnap.chunk.PackFindingKind;
import io.ebsnap.identity.ChunkId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a verification has found so far: at most {@link VerifyResult#FINDINGS_MAX} findings, of each chunk at most one; beyond that
 * only their number grows. Safe for use by several threads.
 */
final class FindingList {

    @GuardedBy("this")
    private final List<Finding> findings = new ArrayList<>();

    /** Chunks that have a finding, and where it stands in the list. */
    @GuardedBy("this")
    private final Map<ChunkId, Integer> chunks = new HashMap<>();

    @GuardedBy("this")
    private long count;

    synchronized void add(Severity severity, FindingKind kind, String object, String message) {
        add(new Finding(severity, kind, object, message, List.of()));
    }

    /** Adds a finding about a chunk that has none yet. */
    synchronized void addChunk(ChunkId chunk, FindingKind kind, String object, String message) {
        if (!chunks.containsKey(chunk) && chunks.size() < VerifyResult.FINDINGS_MAX) {
            chunks.put(chunk, findings.size());
            add(new Finding(Severity.DAMAGE, kind, object, message, List.of()));
        } else if (!chunks.containsKey(chunk)) {
            count++;
        }
    }

    /** Adds what the chunk layer found in a pack. */
    synchronized void add(PackFinding finding) {
        if (finding.chunk().isPresent() && finding.kind() == PackFindingKind.RECORD_DAMAGED) {
            ChunkId chunk = finding.chunk().get();
            addChunk(chunk, FindingKind.CHUNK_DAMAGED, "chunk " + chunk + " in " + finding.object(), finding.message());
        } else {
            add(severity(finding.kind()), kind(finding.kind()), finding.object(), finding.message());
        }
    }

    /** Adds the catalog records that cannot be read. */
    void addDamagedRecords(Catalog catalog) {
        for (DamagedRecord record : catalog.damaged()) {
            add(
                    Severity.DAMAGE,
                    FindingKind.RECORD_DAMAGED,
                    record.kind() + " " + record.id(),
                    String.valueOf(record.failure().getMessage()));
        }
    }

    /** The chunks that have a finding. */
    synchronized List<ChunkId> damagedChunks() {
        return new ArrayList<>(chunks.keySet());
    }

    /** Says which snapshots a chunk's finding concerns. */
    synchronized void affected(ChunkId chunk, List<AffectedSnapshot> snapshots) {
        Integer place = chunks.get(chunk);
        if (place != null && place < findings.size()) {
            Finding old = findings.get(place);
            findings.set(place, new Finding(old.severity(), old.kind(), old.object(), old.message(), snapshots));
        }
    }

    synchronized void add(Finding finding) {
        count++;
        if (findings.size() < VerifyResult.FINDINGS_MAX) {
            findings.add(finding);
        }
    }

    synchronized long count() {
        return count;
    }

    /** All, the worst first. */
    synchronized List<Finding> worstFirst() {
        return findings.stream().sorted(Comparator.comparing(Finding::severity)).toList();
    }

    private static Severity severity(PackFindingKind kind) {
        return switch (kind) {
            case PACK_MISSING, PACK_DAMAGED, PACK_UNREADABLE, RECORD_DAMAGED -> Severity.DAMAGE;
            case KEY_MISSING, VERSION_UNKNOWN, COPY_DAMAGED -> Severity.WARNING;
            case NAME_UNKNOWN, COPY_HEALED -> Severity.NOTICE;
        };
    }

    private static FindingKind kind(PackFindingKind kind) {
        return switch (kind) {
            case PACK_MISSING -> FindingKind.PACK_MISSING;
            case PACK_DAMAGED -> FindingKind.PACK_DAMAGED;
            case PACK_UNREADABLE -> FindingKind.PACK_UNREADABLE;
            case RECORD_DAMAGED -> FindingKind.CHUNK_DAMAGED;
            case KEY_MISSING -> FindingKind.KEY_MISSING;
            case VERSION_UNKNOWN -> FindingKind.VERSION_UNKNOWN;
            case COPY_DAMAGED -> FindingKind.COPY_DAMAGED;
            case COPY_HEALED -> FindingKind.COPY_HEALED;
            case NAME_UNKNOWN -> FindingKind.NAME_UNKNOWN;
        };
    }
}
