package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a locked snapshot consisted of when it was completed: its record must say the same for as long as it is locked.
 *
 * @param volumeId {@code vol-...}
 * @param startTime the instant that it shows
 * @param sizeBytes of the volume
 * @param rootPageId 64 hexadecimal digits; null when every block is a hole
 */
public record LockedContent(
        String volumeId,
        Instant startTime,
        long sizeBytes,
        @Nullable String rootPageId) {

    /** That of a snapshot; null if it is not completed. */
    public static @Nullable LockedContent of(SnapshotRecord snapshot) {
        SnapshotContent content = snapshot.content();
        return snapshot.state() != SnapshotState.COMPLETED || content == null
                ? null
                : new LockedContent(
                        snapshot.volumeId(),
                        snapshot.startTime(),
                        snapshot.origin().sizeBytes(),
                        content.rootPageId());
    }
}
