package io.ebsnap.cli;

import io.ebsnap.api.ChunkSizes;
import io.ebsnap.api.KeySize;
import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.StoreStatistics;
import io.ebsnap.api.ZoneSize;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The store as people see it. */
final class StoreViews {

    private StoreViews() {}

    /** How much of something was read and proven of late. */
    static String verified(@Nullable Double percent, @Nullable Long days, @Nullable Instant oldest) {
        return String.format(Locale.ROOT, "%.1f %% in the last %d days, oldest %s", percent, days, Human.time(oldest));
    }

    static Table whole(StoreStatistics statistics) {
        ChunkSizes chunks = statistics.chunks();
        Table table = Table.pairs()
                .row("store", statistics.storeId())
                .row("made", Human.time(statistics.creationTime()))
                .row("snapshots", Human.count(statistics.snapshots().snapshotsCompleted()) + " completed")
                .row("their content", Human.size(statistics.snapshotBytes()))
                .row("deduplicated", Human.size(chunks.distinctBytes()) + ", " + ratio(chunks.dedupRatio()))
                .row("compressed", Human.size(chunks.distinctStoredBytes()) + ", " + ratio(chunks.compressionRatio()))
                .row("packs of blocks", packs(statistics.dataPacks(), statistics.dataPackBytes()))
                .row("packs of block maps", packs(statistics.pagePacks(), statistics.pagePackBytes()))
                .row("needed", Human.size(chunks.liveBytes()))
                .row("garbage", garbage(chunks));
        if (statistics.archivePacks() > 0) {
            table.row("packs in the archive", packs(statistics.archivePacks(), statistics.archivePackBytes()));
        }
        if (chunks.relativeError() > 0) {
            table.row("sampled", String.format(Locale.ROOT, "standard error %.2f %%", 100 * chunks.relativeError()));
        }
        if (statistics.uncountedPackBytes() > 0) {
            table.row("not counted", Human.size(statistics.uncountedPackBytes()) + " under keys that cannot be used");
        }
        return table.row("chunks", Human.count(statistics.indexedChunks()))
                .row("damaged chunks", Human.count(statistics.quarantinedChunks()))
                .row("index", Human.size(statistics.indexBytes()))
                .row("free space", Human.size(statistics.freeBytes()));
    }

    static Table scrub(ScrubStatus scrub) {
        Table table = Table.pairs()
                .row(
                        "period",
                        scrub.periodDays() == 0
                                ? "none: only what is asked for is verified"
                                : scrub.periodDays() + " days")
                .row("verified", coverage(scrub))
                .row("oldest", Human.time(scrub.oldestTime()))
                .row("never", Human.size(scrub.neverBytes()))
                .row("packs", Human.size(scrub.storedBytes()))
                .row("running", scrub.running() ? "yes: ebsnap task list" : "no");
        return scrub.nextTime() == null ? table : table.row("next part", Human.time(scrub.nextTime()));
    }

    /** In one line how much was verified. */
    static String coverage(ScrubStatus scrub) {
        return String.format(Locale.ROOT, "%.1f %% in the last %d days", scrub.verifiedPercent(), scrub.verifiedDays());
    }

    static Table keys(List<KeySize> keys) {
        Table table = Table.of(
                "KEY", ">SNAPSHOTS", ">CONTENT", ">DEDUPED", ">RATIO", ">STORED", ">RATIO", ">PACKS", ">GARBAGE");
        for (KeySize key : keys) {
            ChunkSizes chunks = key.chunks();
            table.row(
                    key.kmsKeyId().substring(key.kmsKeyId().lastIndexOf('/') + 1),
                    Human.count(key.snapshots()),
                    Human.size(key.snapshotBytes()),
                    chunks == null ? "-" : Human.size(chunks.distinctBytes()),
                    chunks == null ? "-" : ratio(chunks.dedupRatio()),
                    chunks == null ? "-" : Human.size(chunks.distinctStoredBytes()),
                    chunks == null ? "-" : ratio(chunks.compressionRatio()),
                    Human.size(key.packBytes()),
                    chunks == null ? "-" : Human.size(chunks.deadBytes()));
        }
        return table;
    }

    static Table zones(List<ZoneSize> zones) {
        Table table = Table.of("ZONE", "STATE", ">OBJECTS", ">USED", ">FREE");
        for (ZoneSize zone : zones) {
            table.row(
                    zone.zoneName(),
                    zone.state(),
                    zone.objects() == null ? "-" : Human.count(zone.objects()),
                    Human.size(zone.objectBytes()),
                    Human.size(zone.freeBytes()));
        }
        return table;
    }

    private static String garbage(ChunkSizes chunks) {
        String now = chunks.collectableBytes() == null
                ? ""
                : ", of which a collection gives back " + Human.size(chunks.collectableBytes());
        return Human.size(chunks.deadBytes()) + now;
    }

    private static String packs(long count, long bytes) {
        return Human.count(count) + ", " + Human.size(bytes);
    }

    /** A ratio as {@code 2.5 : 1}, or that there is none. */
    static String ratio(@Nullable Double ratio) {
        return ratio == null ? "-" : String.format(Locale.ROOT, "%.2f : 1", ratio);
    }
}
