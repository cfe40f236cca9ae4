package io.ebsnap.check;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.BlockMapDiff;
import io.ebsnap.blockmap.CarefulWalk;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.chunk.PackNames;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every page of a snapshot's map can be read and every chunk that it names has a place in a pack, of this tier or the other. What it shares with a
 * snapshot that was checked before is not checked again.
 */
final class MapCheck {

    private final CheckParts parts;
    private final Tier tier;
    private final FindingList findings;
    private final Map<PackId, Long> packLengths = new HashMap<>();
    private @Nullable BlockMap sound;

    MapCheck(CheckParts parts, Tier tier, FindingList findings) {
        this.parts = parts;
        this.tier = tier;
        this.findings = findings;
    }

    /** Checks a snapshot unless it was deleted meanwhile; what is deleted while it is checked stays until that is over. */
    void check(SnapshotRecord snapshot) {
        Optional<MapsInUse.Hold> held = parts.mapsInUse()
                .holdExisting(
                        BlockMap.of(snapshot), () -> parts.catalog().find(CatalogKind.SNAPSHOT, snapshot.snapshotId()));
        held.ifPresent(hold -> check(snapshot, hold));
    }

    private void check(SnapshotRecord snapshot, MapsInUse.Hold held) {
        try (held) {
            check(snapshot, held.map());
        }
    }

    private void check(SnapshotRecord snapshot, BlockMap map) {
        BlockMap before = sound != null && sound.domain().equals(map.domain())
                ? sound
                : BlockMap.empty(map.geometry(), map.domain());
        try {
            new BlockMapDiff(parts.pages()).forEachNewChunk(before, map, this::requirePlace);
            sound = map;
        } catch (Failure.Corrupt e) {
            checkCarefully(snapshot, map);
        } catch (Failure.Denied | Failure.NotFound e) {
            findings.add(
                    Severity.WARNING,
                    FindingKind.KEY_MISSING,
                    snapshot.snapshotId(),
                    "its block map could not be checked: " + e.getMessage());
        }
    }

    private void checkCarefully(SnapshotRecord snapshot, BlockMap map) {
        BlockRanges lost = new BlockRanges();
        String[] reason = {"block map page damaged"};
        new CarefulWalk(parts.pages(), map, new CarefulWalk.Visitor() {
                    @Override
                    public void content(long block, ChunkId id) {
                        requirePlace(id);
                    }

                    @Override
                    public void lost(long first, long count, Failure.Corrupt why) {
                        lost.add(first, count);
                        reason[0] = String.valueOf(why.getMessage());
                    }
                })
                .run();
        if (!lost.isEmpty()) {
            findings.add(new Finding(
                    Severity.DAMAGE,
                    FindingKind.PAGE_DAMAGED,
                    snapshot.snapshotId(),
                    reason[0],
                    List.of(lost.of(snapshot))));
        }
    }

    private void requirePlace(ChunkId id) {
        Optional<ChunkLocation> place = tier.index().find(id);
        if (place.isEmpty() && tier.elsewhere().test(id)) {
            return;
        }
        if (place.isEmpty()) {
            findings.addChunk(id, FindingKind.CHUNK_MISSING, "chunk " + id, "it is in no pack");
        } else if (isCutOff(place.get()) && tier.index().find(id).equals(place)) {
            // A pack that was cut off cannot say itself what it has lost: its list of chunks is gone first.
            PackId pack = place.get().pack();
            parts.quarantine().damaged(id, pack, "pack " + pack + " ends before it");
            findings.addChunk(id, FindingKind.CHUNK_MISSING, "chunk " + id, "pack " + pack + " ends before it");
        }
    }

    /** A collection may have moved the chunk and deleted the pack since the index was asked: then the index says another place now. */
    private boolean isCutOff(ChunkLocation place) {
        long length = packLengths.computeIfAbsent(place.pack(), this::lengthOf);
        return (long) place.offset() + place.length() > length;
    }

    private long lengthOf(PackId pack) {
        try {
            return tier.store().size(PackNames.of(pack));
        } catch (Failure.NotFound e) {
            return 0;
        }
    }
}
