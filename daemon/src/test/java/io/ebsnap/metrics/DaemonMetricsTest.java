package io.ebsnap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.SnapshotCounts;
import io.ebsnap.api.Status;
import io.ebsnap.api.StatusCounts;
import io.ebsnap.api.StatusCoverage;
import io.ebsnap.api.StatusPolicies;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.check.ScrubStatus;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.store.StoreZone;
import io.ebsnap.store.ZoneState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DaemonMetricsTest {

    private static final Instant TIME = Instant.ofEpochSecond(1_800_000_000L);

    private static String text(List<MeasuredVolume> volumes, List<SnapshotRecord> snapshots) {
        Status status = new Status(
                "1.0",
                "local",
                "running",
                1,
                TIME,
                "/d",
                "00",
                "c",
                "key-file",
                new StatusCounts(2, new SnapshotCounts(1, 2, 3), 4, 5, 6),
                new StatusCoverage(1, 2, 3, null, null, null),
                new StatusPolicies(0, 0, 0, 0, 0, null, null, 0),
                List.of("one", "two"));
        StoreStatistics store = new StoreStatistics("00", TIME, 1, 2, 3, 4, 5, 55, 6, 7, 8, 9, 10, 11, 12, 13);
        DaemonMetrics metrics = new DaemonMetrics(new DaemonMetrics.Sources(
                () -> status,
                () -> store,
                () -> List.of(zone("a", ZoneState.AVAILABLE), zone("b", ZoneState.SYNCING)),
                () -> new ScrubStatus(Duration.ofDays(30), 100, 60, TIME, 10, false, null),
                () -> snapshots,
                () -> volumes));
        return new String(metrics.page().body(), StandardCharsets.UTF_8);
    }

    private static StoreZone zone(String name, ZoneState state) {
        return new StoreZone(name, "00", Path.of("/z"), state, "", OptionalInt.empty(), OptionalLong.empty());
    }

    private static SnapshotRecord snapshot(String volume, int second, SnapshotState state) {
        return new SnapshotRecord(
                "snap-" + second,
                volume,
                state,
                "",
                TIME.plusSeconds(second),
                TIME,
                "000000000000",
                "",
                List.of(),
                "standard",
                "k",
                new SnapshotContent(null, 1, 2, 3, 4, 5, 6, 7),
                new SnapshotOrigin("/dev/a", 1, "unused", null, "00", null, "full"),
                null);
    }

    @Test
    void numbersOfTheDaemonAreThere() {
        assertThat(text(List.of(), List.of()).lines())
                .contains(
                        "# TYPE ebsnap_warnings gauge",
                        "ebsnap_warnings 2.0",
                        "ebsnap_build{region=\"local\",version=\"1.0\"} 1.0",
                        "ebsnap_snapshots{state=\"completed\"} 6.0",
                        "ebsnap_store_pack_bytes{kind=\"data\"} 2.0",
                        "ebsnap_store_free_bytes 11.0",
                        "ebsnap_quarantined_chunks 10.0",
                        "ebsnap_zone_available{zone=\"a\"} 1.0",
                        "ebsnap_zone_available{zone=\"b\"} 0.0",
                        "ebsnap_scrub_verified_bytes 60.0",
                        "ebsnap_scrub_oldest_timestamp_seconds 1.8E9");
    }

    @Test
    void theNewestCompletedSnapshotOfAVolumeCounts() {
        List<MeasuredVolume> volumes =
                List.of(new MeasuredVolume("vol-1", "a \"name\"\n", 42), new MeasuredVolume("vol-2", "", 43));
        List<SnapshotRecord> snapshots = List.of(
                snapshot("vol-1", 20, SnapshotState.COMPLETED),
                snapshot("vol-1", 10, SnapshotState.COMPLETED),
                snapshot("vol-1", 30, SnapshotState.ERROR));
        String labels = "{name=\"a \\\"name\\\"\\n\",volume_id=\"vol-1\"}";
        assertThat(text(volumes, snapshots).lines())
                .contains(
                        "ebsnap_volume_size_bytes" + labels + " 42.0",
                        "ebsnap_volume_snapshots" + labels + " 2.0",
                        "ebsnap_volume_last_snapshot_timestamp_seconds" + labels + " 1.80000002E9",
                        "ebsnap_volume_snapshots{name=\"\",volume_id=\"vol-2\"} 0.0")
                .noneMatch(line -> line.startsWith("ebsnap_volume_last") && line.contains("vol-2"));
    }

    @Test
    void manyVolumesAreBounded() {
        List<MeasuredVolume> volumes = IntStream.range(0, DaemonMetrics.VOLUMES_MAX + 10)
                .mapToObj(number -> new MeasuredVolume("vol-" + number, "", 1))
                .toList();
        assertThat(text(volumes, List.of()).lines().filter(line -> line.startsWith("ebsnap_volume_size_bytes")))
                .hasSize(DaemonMetrics.VOLUMES_MAX);
    }
}
