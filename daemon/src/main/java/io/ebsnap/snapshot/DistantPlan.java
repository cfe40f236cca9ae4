package io.ebsnap.snapshot;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a copy from elsewhere will take, as far as that can be told before.
 *
 * @param source what is copied
 * @param kmsKeyId UUID of the key that the copy will be sealed under
 * @param base an earlier copy, under that key, of a snapshot of the same volume, which it shares unchanged blocks with; null if there is none
 * @param blocks that are fetched at most: those that have come before are not
 * @param bytes the length of these, before they are compressed
 * @param bytesPerSecond at which copies from there have been fetched, or may be now; 0 if nothing is known
 */
public record DistantPlan(
        DistantFacts source, String kmsKeyId, @Nullable String base, long blocks, long bytes, long bytesPerSecond) {

    /** How long it will take at that rate; empty if nothing is known. */
    public Optional<Duration> estimate() {
        return bytesPerSecond == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(bytes / bytesPerSecond));
    }
}
