package io.ebsnap.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.geometry.VolumeGeometry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProtectedVolumeTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);
    private static final Duration WEEK = Duration.ofDays(7);

    private static SnapshotRecord snapshot(int daysAgo, SnapshotState state, long changed) {
        return new SnapshotRecord(
                "snap-" + daysAgo,
                "vol-1",
                state,
                "",
                NOW.minus(Duration.ofDays(daysAgo)),
                NOW,
                "000000000000",
                "",
                List.of(),
                "standard",
                "k",
                new SnapshotContent(null, 0, 0, 0, changed, 0, 0, 0),
                new SnapshotOrigin("/dev/a", 1, "unused", null, "00", null, "full"),
                null);
    }

    private static ProtectedVolume of(SnapshotRecord... snapshots) {
        return ProtectedVolume.by(List.of(snapshots), snapshot -> Optional.empty());
    }

    private static String state(SnapshotRecord... snapshots) {
        return of(snapshots).state(NOW, WEEK);
    }

    @Test
    void onlyCompletedSnapshotsProtect() {
        assertThat(state()).isEqualTo("unprotected");
        assertThat(state(snapshot(1, SnapshotState.ERROR, 0))).isEqualTo("unprotected");
        assertThat(state(snapshot(1, SnapshotState.PENDING, 0))).isEqualTo("unprotected");
        assertThat(state(snapshot(1, SnapshotState.COMPLETED, 0))).isEqualTo("protected");
    }

    @Test
    void theNewestOneCounts() {
        assertThat(state(snapshot(8, SnapshotState.COMPLETED, 0))).isEqualTo("stale");
        assertThat(state(snapshot(7, SnapshotState.COMPLETED, 0))).isEqualTo("protected");
        assertThat(state(snapshot(1, SnapshotState.COMPLETED, 0), snapshot(90, SnapshotState.COMPLETED, 0)))
                .isEqualTo("protected");
        assertThat(state(snapshot(9, SnapshotState.COMPLETED, 0), snapshot(1, SnapshotState.ERROR, 0)))
                .isEqualTo("stale");
    }

    @Test
    void theNewestVerifiedOneIsFound() {
        Instant verified = NOW.minusSeconds(5);
        ProtectedVolume volume = ProtectedVolume.by(
                List.of(
                        snapshot(1, SnapshotState.COMPLETED, 0),
                        snapshot(3, SnapshotState.COMPLETED, 0),
                        snapshot(2, SnapshotState.COMPLETED, 0)),
                snapshot -> snapshot.snapshotId().equals("snap-1") ? Optional.empty() : Optional.of(verified));
        assertThat(volume.verified().orElseThrow().snapshotId()).isEqualTo("snap-2");
        assertThat(volume.verifiedAt()).contains(verified);
    }

    @Test
    void whatChangedIsDividedByTheTimeBetweenTheSnapshots() {
        ProtectedVolume volume = of(
                snapshot(50, SnapshotState.COMPLETED, 100_000),
                snapshot(20, SnapshotState.COMPLETED, 1_000),
                snapshot(10, SnapshotState.COMPLETED, 30),
                snapshot(0, SnapshotState.COMPLETED, 50));
        assertThat(volume.changedBytesPerDay(NOW)).hasValue(4L * VolumeGeometry.BLOCK_BYTES);
    }

    @Test
    void oneSnapshotOfTheLastMonthTellsNoRate() {
        assertThat(of(snapshot(50, SnapshotState.COMPLETED, 1), snapshot(1, SnapshotState.COMPLETED, 1))
                        .changedBytesPerDay(NOW))
                .isEmpty();
    }
}
