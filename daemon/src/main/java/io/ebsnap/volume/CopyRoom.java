package io.ebsnap.volume;

import java.util.concurrent.Semaphore;

/**
 * How much may be copied before it is overwritten while snapshots are taken.
 *
 * @param bytesMax of one snapshot
 * @param blocks of which something is noted, of all snapshots: about 48 bytes of memory each
 */
public record CopyRoom(long bytesMax, Semaphore blocks) {

    /** Blocks of which something may be noted, of all snapshots that are being taken: 48 MiB of memory. */
    private static final int BLOCKS_MAX = 1 << 20;

    /** Room for so many bytes of each snapshot. */
    public static CopyRoom of(long bytesMax) {
        return new CopyRoom(bytesMax, new Semaphore(BLOCKS_MAX));
    }
}
