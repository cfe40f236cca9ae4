package io.ebsnap.metrics;

import io.ebsnap.api.Status;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.check.ScrubStatus;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The numbers of the daemon, as {@code docs/man/ebsnapd.8} lists them. Safe for use by several threads. */
public final class DaemonMetrics {

    /** Volumes beyond are left out, so that a page stays a few megabytes. */
    static final int VOLUMES_MAX = 10_000;

    private final Sources sources;

    /**
     * Where numbers come from; each asked once for a page.
     *
     * @param status of the daemon
     * @param store in numbers
     * @param zones of the store
     * @param scrub how far the store was verified
     * @param snapshots all of them
     * @param volumes all of them
     */
    public record Sources(
            Supplier<Status> status,
            Supplier<StoreStatistics> store,
            Supplier<List<StoreZone>> zones,
            Supplier<ScrubStatus> scrub,
            Supplier<List<SnapshotRecord>> snapshots,
            Supplier<List<MeasuredVolume>> volumes) {}

    public DaemonMetrics(Sources sources) {
        this.sources = sources;
    }

    /** The numbers of this moment, in Prometheus's text form. */
    public Page page() {
        Gauges gauges = new Gauges();
        daemon(gauges, sources.status().get());
        store(gauges, sources.store().get());
        zones(gauges, sources.zones().get());
        scrub(gauges, sources.scrub().get());
        volumes(gauges, sources.volumes().get(), sources.snapshots().get());
        PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(bytes, gauges.snapshots());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Page(writer.getContentType(), bytes.toByteArray());
    }

    private static void daemon(Gauges gauges, Status status) {
        gauges.add("build", "Which daemon this is.", 1, "version", status.version(), "region", status.region());
        gauges.add(
                "start_time_seconds",
                "When the daemon was ready.",
                status.startTime().getEpochSecond());
        gauges.add(
                "heap_used_bytes", "Heap of the daemon in use.", status.counts().heapUsedBytes());
        gauges.add(
                "warnings",
                "What somebody should see to: ebsnap status says it.",
                status.warnings().size());
        gauges.add("tasks_running", "Long work that runs.", status.counts().tasksRunning());
        gauges.add(
                "volumes", "Volumes, registered and managed.", status.counts().volumes());
    }

    private static void store(Gauges gauges, StoreStatistics store) {
        String snapshots = "Snapshots by state.";
        gauges.add("snapshots", snapshots, store.snapshotsCompleted(), "state", "completed");
        gauges.add("snapshots", snapshots, store.snapshotsPending(), "state", "pending");
        gauges.add("snapshots", snapshots, store.snapshotsFailed(), "state", "error");
        gauges.add(
                "snapshot_content_bytes",
                "Content of all snapshots, as if each were alone.",
                store.fullSnapshotBytes());
        String packBytes = "Length of packs.";
        gauges.add("store_pack_bytes", packBytes, store.dataPackBytes(), "kind", "data");
        gauges.add("store_pack_bytes", packBytes, store.pagePackBytes(), "kind", "page");
        String packs = "Packs.";
        gauges.add("store_packs", packs, store.dataPacks(), "kind", "data");
        gauges.add("store_packs", packs, store.pagePacks(), "kind", "page");
        gauges.add("store_chunks", "Chunks that the index knows, about.", store.chunks());
        gauges.add("store_index_bytes", "Length of the index, about.", store.indexBytes());
        gauges.add("store_free_bytes", "What may still be stored.", store.freeBytes());
        gauges.add("quarantined_chunks", "Chunks that are damaged.", store.quarantinedChunks());
    }

    private static void zones(Gauges gauges, List<StoreZone> zones) {
        for (StoreZone zone : zones) {
            boolean available = zone.state() == ZoneState.AVAILABLE;
            gauges.add(
                    "zone_available", "Whether a zone has all of the store.", available ? 1 : 0, "zone", zone.name());
        }
    }

    private static void scrub(Gauges gauges, ScrubStatus scrub) {
        gauges.add(
                "scrub_period_seconds",
                "Everything is verified once in it; 0 for never.",
                scrub.period().toSeconds());
        gauges.add("scrub_stored_bytes", "Packs that are to be verified.", scrub.storedBytes());
        gauges.add("scrub_verified_bytes", "Packs that were verified within the period.", scrub.verifiedBytes());
        gauges.add("scrub_never_bytes", "Packs that were not verified since they were written.", scrub.neverBytes());
        Instant oldest = scrub.oldest();
        if (oldest != null) {
            gauges.add(
                    "scrub_oldest_timestamp_seconds",
                    "When what was verified longest ago was.",
                    oldest.getEpochSecond());
        }
    }

    private static void volumes(Gauges gauges, List<MeasuredVolume> volumes, List<SnapshotRecord> snapshots) {
        Map<String, Long> counts = new HashMap<>();
        Map<String, SnapshotRecord> last = new HashMap<>();
        for (SnapshotRecord snapshot : snapshots) {
            if (snapshot.state() == SnapshotState.COMPLETED) {
                counts.merge(snapshot.volumeId(), 1L, Long::sum);
                last.merge(snapshot.volumeId(), snapshot, DaemonMetrics::later);
            }
        }
        for (MeasuredVolume volume : volumes.subList(0, Math.min(volumes.size(), VOLUMES_MAX))) {
            String[] labels = {"volume_id", volume.id(), "name", volume.name()};
            gauges.add("volume_size_bytes", "Size of a volume.", volume.sizeBytes(), labels);
            gauges.add("volume_snapshots", "Its completed snapshots.", counts.getOrDefault(volume.id(), 0L), labels);
            SnapshotRecord newest = last.get(volume.id());
            SnapshotContent content = newest == null ? null : newest.content();
            if (newest != null && content != null) {
                gauges.add(
                        "volume_last_snapshot_timestamp_seconds",
                        "The instant of its newest completed snapshot.",
                        newest.startTime().getEpochSecond(),
                        labels);
                gauges.add(
                        "volume_last_snapshot_changed_bytes",
                        "Blocks of it that had changed.",
                        content.blocksChanged() * VolumeGeometry.BLOCK_BYTES,
                        labels);
            }
        }
    }

    private static SnapshotRecord later(SnapshotRecord one, SnapshotRecord other) {
        return one.startTime().isBefore(other.startTime()) ? other : one;
    }
}
