package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key that may not be used any more, and what cannot be read meanwhile.
 *
 * @param keyId ARN of the key
 * @param keyState as it is now
 * @param deletionDate when it will be deleted; absent if it will not
 * @param pendingWindowInDays days until then; absent if it will not
 * @param affected what cannot be read
 */
public record KeyChange(
        String keyId,
        String keyState,
        @Nullable Instant deletionDate,
        @Nullable Integer pendingWindowInDays,
        KeyUse affected) {}
