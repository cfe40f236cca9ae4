package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key gets new material by itself.
 *
 * @param keyId UUID
 * @param keyRotationEnabled whether it does
 * @param rotationPeriodInDays how often
 * @param nextRotationDate when; absent if it does not
 */
public record KeyRotationStatus(
        String keyId,
        boolean keyRotationEnabled,
        int rotationPeriodInDays,
        @Nullable Instant nextRotationDate) {}
