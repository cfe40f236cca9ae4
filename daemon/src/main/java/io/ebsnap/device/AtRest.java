package io.ebsnap.device;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What passes one instant together with devices, while nobody writes to any of these. */
@FunctionalInterface
public interface AtRest {

    /**
     * Fixes the instant.
     *
     * @param last to be done at the instant itself: nothing that passes it may be written meanwhile. Empty if all devices are at rest already
     * @return the instant
     * @throws io.ebsnap.failure.Failure.Conflict if {@code last} takes too long
     */
    Instant pass(Optional<Runnable> last);

    /** Nothing but the devices. */
    static AtRest nothingElse(InstantSource clock) {
        return last -> {
            last.ifPresent(Runnable::run);
            return clock.instant();
        };
    }
}
