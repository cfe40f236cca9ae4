package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the move of a volume to another zone is.
 *
 * @param state EC2's word for modifications: {@code modifying} while it is copied, {@code optimizing} while what it had before is removed, or {@code failed}
 * @param otherAvailabilityZone that it moves to, or in the state {@code optimizing} came from
 * @param startTime when it was ordered
 * @param bytesTotal how long the volume is
 * @param bytesDone how much of it has been dealt with
 * @param message why it failed; absent if it has not
 */
public record VolumeMove(
        String state,
        String otherAvailabilityZone,
        Instant startTime,
        long bytesTotal,
        long bytesDone,
        @Nullable String message) {

    public static final String MODIFYING = "modifying";
    public static final String FAILED = "failed";
}
