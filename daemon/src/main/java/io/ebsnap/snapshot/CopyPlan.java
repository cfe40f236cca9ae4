package io.ebsnap.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What a copy will take, as far as that can be told before.
 *
 * @param source the snapshot that is copied
 * @param kmsKeyId UUID of the key that the copy will be sealed under
 * @param sameKey whether that is the source's: then nothing is read, sealed or stored, and the copy shares everything
 * @param base an earlier copy, under that key, of a snapshot of the same volume, which it shares unchanged blocks with; null if there is none
 * @param blocks that are read and sealed anew; those whose content is there under that key already are not stored again
 * @param bytes the length of these
 */
public record CopyPlan(
        String source,
        String kmsKeyId,
        boolean sameKey,
        @Nullable String base,
        long blocks,
        long bytes) {}
