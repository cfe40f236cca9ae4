package io.ebsnap.check;

import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.geometry.VolumeGeometry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How well a volume is protected by its snapshots.
 *
 * @param completed its completed snapshots, the oldest first
 * @param verified the newest one whose content was read and proven
 * @param verifiedAt when that was
 */
public record ProtectedVolume(
        List<SnapshotRecord> completed, Optional<SnapshotRecord> verified, Optional<Instant> verifiedAt) {

    /** Over how long it is looked how much changes. */
    public static final Duration RATE_PERIOD = Duration.ofDays(30);

    private static final double SECONDS_PER_DAY = 86_400;

    public ProtectedVolume {
        completed = List.copyOf(completed);
    }

    /**
     * Of a volume with snapshots.
     *
     * @param snapshots of the volume, in any state and order
     * @param verification says when the content of one was proven, if it was
     */
    public static ProtectedVolume by(
            List<SnapshotRecord> snapshots, Function<SnapshotRecord, Optional<Instant>> verification) {
        List<SnapshotRecord> completed = snapshots.stream()
                .filter(snapshot -> snapshot.state() == SnapshotState.COMPLETED)
                .sorted(SnapshotRecord.BY_START)
                .toList();
        for (SnapshotRecord snapshot : completed.reversed()) {
            Optional<Instant> verified = verification.apply(snapshot);
            if (verified.isPresent()) {
                return new ProtectedVolume(completed, Optional.of(snapshot), verified);
            }
        }
        return new ProtectedVolume(completed, Optional.empty(), Optional.empty());
    }

    /** The newest completed snapshot. */
    public Optional<SnapshotRecord> last() {
        return completed.isEmpty() ? Optional.empty() : Optional.of(completed.getLast());
    }

    /** In EC2's manner a word for it. */
    public String state(Instant now, Duration staleAfter) {
        if (completed.isEmpty()) {
            return "unprotected";
        }
        return completed.getLast().startTime().plus(staleAfter).isBefore(now) ? "stale" : "protected";
    }

    /** What differed between its snapshots of the last {@link #RATE_PERIOD}, for each day of the time between them. */
    public OptionalLong changedBytesPerDay(Instant now) {
        List<SnapshotRecord> recent = completed.stream()
                .filter(snapshot -> !snapshot.startTime().isBefore(now.minus(RATE_PERIOD)))
                .toList();
        if (recent.size() < 2) {
            return OptionalLong.empty();
        }
        double days =
                Duration.between(recent.getFirst().startTime(), recent.getLast().startTime())
                                .toSeconds()
                        / SECONDS_PER_DAY;
        if (days <= 0) {
            return OptionalLong.empty();
        }
        long blocks = recent.stream()
                .skip(1)
                .map(SnapshotRecord::content)
                .mapToLong(ProtectedVolume::changed)
                .sum();
        return OptionalLong.of((long) (blocks * (double) VolumeGeometry.BLOCK_BYTES / days));
    }

    private static long changed(@Nullable SnapshotContent content) {
        return content == null ? 0 : content.blocksChanged();
    }
}
