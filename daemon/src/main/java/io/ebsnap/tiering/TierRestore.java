package io.ebsnap.tiering;

import io.ebsnap.failure.Failure;
import java.util.Optional;

/**
 * How a snapshot is wanted back.
 *
 * @param days for how many days, 1 .. {@link #DAYS_MAX}; empty for good
 * @param beforeMinimum whether it is known that it has not been in the archive for as long as it should; only asked for when it is wanted back for good
 */
public record TierRestore(Optional<Integer> days, boolean beforeMinimum) {

    /** As many as EC2 has. */
    public static final int DAYS_MAX = 180;

    public TierRestore {
        if (days.filter(count -> count < 1 || count > DAYS_MAX).isPresent()) {
            throw new Failure.Invalid("a snapshot is wanted back for 1 to " + DAYS_MAX + " days, or for good");
        }
    }

    /** For some days. */
    public static TierRestore days(int days) {
        return new TierRestore(Optional.of(days), false);
    }

    /** For good. */
    public static TierRestore permanent() {
        return new TierRestore(Optional.empty(), false);
    }
}
