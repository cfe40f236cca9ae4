package io.ebsnap.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Until when an image is there for whom.
 *
 * @param deprecationTime when it is hidden from others than its owner; null for never
 * @param deregistrationProtection {@code disabled}, {@code enabled-without-cooldown} or {@code enabled-with-cooldown}
 * @param protectedUntil when a protection with a cool-down that was taken away ends; null if there is none
 */
public record ImageTerms(
        @Nullable Instant deprecationTime,
        String deregistrationProtection,
        @Nullable Instant protectedUntil) {

    public static final String UNPROTECTED = "disabled";
    public static final String PROTECTED = "enabled-without-cooldown";
    public static final String PROTECTED_WITH_COOLDOWN = "enabled-with-cooldown";

    /** Of a new image. */
    public static final ImageTerms NONE = new ImageTerms(null, UNPROTECTED, null);
}
