package io.ebsnap.snapshot;

import io.ebsnap.identity.SnapshotId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a snapshot is, at one moment. Sizes are in bytes of the volume unless said otherwise.
 *
 * @param snapshot whose
 * @param phase what it does now
 * @param bytesTotal the volume's size
 * @param bytesDone of it that are dealt with, holes included
 * @param bytesRead of it that were read from the device
 * @param bytesChanged of it that differ from the parent (without one: all that are not holes)
 * @param bytesNew of it whose content the store did not have
 * @param bytesStored bytes that were added to the store, after compression, pages included
 * @param bytesPerSecond of {@code bytesDone}, smoothed over the last seconds
 * @param elapsed since the copy began
 * @param remaining at that rate; null while it cannot be told
 * @param stages what each stage has done
 */
public record SnapshotProgress(
        SnapshotId snapshot,
        SnapshotPhase phase,
        long bytesTotal,
        long bytesDone,
        long bytesRead,
        long bytesChanged,
        long bytesNew,
        long bytesStored,
        double bytesPerSecond,
        Duration elapsed,
        @Nullable Duration remaining,
        List<StageRate> stages) {

    public SnapshotProgress {
        stages = List.copyOf(stages);
    }

    /** 0 .. 100. */
    public int percent() {
        return bytesTotal == 0 ? 0 : (int) Math.min(100, 100.0 * bytesDone / bytesTotal);
    }
}
