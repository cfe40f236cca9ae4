package io.ebsnap.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Commands around the instants of a policy's snapshots.
 *
 * @param before command for {@code /bin/sh -c}; null for none
 * @param after command; null for none
 * @param timeout for each; null for what is configured
 * @param skipOnFailure whether there is no snapshot if one fails; else one is taken without them
 */
record PolicyHooks(
        @Nullable String before,
        @Nullable String after,
        @Nullable Duration timeout,
        boolean skipOnFailure) {

    static final PolicyHooks NONE = new PolicyHooks(null, null, null, true);

    boolean isNone() {
        return before == null && after == null;
    }
}
