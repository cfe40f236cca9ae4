package io.ebsnap.tiering;

import java.time.Duration;
import java.util.Optional;

/**
 * The archive in numbers, as far as they are known without it.
 *
 * @param directory where it is; empty if none is configured
 * @param archiveId its name; empty before the first snapshot is archived
 * @param state how it is
 * @param message why it is not to be had; else empty
 * @param packs how many
 * @param packBytes their length
 * @param freeBytes that may still be put; 0 while it is away
 * @param snapshots that are archived
 * @param restored of these those that are in the store too for some time
 * @param moving that are being moved, or wait for it
 * @param bytesBefore what was moved of the archived ones took in the store
 * @param bytesAfter what that took in the archive
 * @param minimum how long snapshots should stay
 * @param level of compression
 */
public record ArchiveStatus(
        Optional<String> directory,
        Optional<String> archiveId,
        State state,
        String message,
        long packs,
        long packBytes,
        long freeBytes,
        long snapshots,
        long restored,
        long moving,
        long bytesBefore,
        long bytesAfter,
        Duration minimum,
        int level) {

    /** How it is. */
    public enum State {
        /** No snapshot was archived yet. */
        UNMADE("unmade"),
        /** It is there. */
        AVAILABLE("available"),
        /** It is not there, or not to be read. */
        UNAVAILABLE("unavailable");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** The word for it in answers. */
        public String word() {
            return word;
        }
    }
}
