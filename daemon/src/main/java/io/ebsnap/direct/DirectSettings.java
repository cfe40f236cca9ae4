package io.ebsnap.direct;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How snapshots are written block by block.
 *
 * @param uploadsMax how many may be pending at a time, 1 or more
 * @param startPatience how long a further one waits for one of them to end before it is refused
 * @param putsMax how many blocks are written at a time, of all uploads; further ones wait. 1 .. 4096
 * @param checkpoints when those of an upload are due
 * @param defaultKey names the KMS key of those for which no other is named
 * @param encryptionByDefault whether the region says that everything is encrypted
 * @param unencrypted whether what is sealed under a KMS key, by its id, is what EC2 calls unencrypted
 */
public record DirectSettings(
        int uploadsMax,
        Duration startPatience,
        int putsMax,
        CheckpointLimits checkpoints,
        Supplier<String> defaultKey,
        BooleanSupplier encryptionByDefault,
        Predicate<String> unencrypted) {

    /** How many may be pending in the daemon. */
    public static final int UPLOADS_MAX = 64;

    /** How long a further one waits in the daemon: shorter than clients wait for an answer. */
    public static final Duration START_PATIENCE = Duration.ofSeconds(20);

    /** How many blocks are written at a time in the daemon. */
    public static final int PUTS_MAX = 64;

    public DirectSettings {
        if (uploadsMax < 1 || putsMax < 1 || putsMax > 4096) {
            throw new IllegalArgumentException("limits of uploads are out of bounds");
        }
    }
}
