package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.format.ChangeSetHeader;
import org.jspecify.annotations.Nullable;

/**
 * Which blocks of a volume were changed since its last snapshot, and what keeps the instant of the one that is being taken. Changes of what is
 * current are made while nobody changes the volume ({@link LiveVolume#fence}). Safe for use by several threads.
 */
final class VolumeChanges implements AutoCloseable {

    private final Keeping files;
    private volatile ChangeSet current;
    private volatile @Nullable Epoch epoch;

    /** What was changed up to the instant of the snapshot that is being taken. */
    @GuardedBy("this")
    private @Nullable ChangeSet frozen;

    /** What is no longer needed, and was not removed yet. */
    @GuardedBy("this")
    private @Nullable ChangeSet merged;

    /** Where change sets are kept. */
    interface Keeping {
        /** Makes an empty set, which is not the current one yet. */
        ChangeSet make(String since, long generation);

        /** From now on this one is the latest. */
        void isLatest(ChangeSet set);

        /**
         * Keeps the sets' union for the time after the machine's stop.
         *
         * @return false if it is not known what was changed
         */
        boolean persist(ChangeSet first, @Nullable ChangeSet second);
    }

    /**
     * The changes of a volume.
     *
     * @param current belongs to it from now on
     * @param frozen what was changed before, if a snapshot of that is being taken still: {@link #resume} or {@link #failed} must follow
     */
    VolumeChanges(Keeping files, ChangeSet current, @Nullable ChangeSet frozen) {
        this.files = files;
        this.current = current;
        this.frozen = frozen;
    }

    /** A range is about to be changed; to be called under the locks of its blocks. */
    void changing(long offset, long length, boolean zeros) {
        Epoch kept = epoch;
        if (kept != null) {
            kept.keep(offset, length, zeros);
        }
        current.add(
                Units.blockOf(offset).value(),
                Units.blockOf(offset + length - 1).value());
    }

    /** The changes since the last snapshot, or the one that is being taken. */
    ChangeSet current() {
        return current;
    }

    /** Of the snapshot that is being taken; null if there is none. */
    @Nullable
    Epoch epoch() {
        return epoch;
    }

    /** An empty set of what will be changed after a snapshot's instant. */
    synchronized ChangeSet next(String snapshot) {
        ChangeSet next = files.make(snapshot, current.generation() + 1);
        files.isLatest(next);
        return next;
    }

    /** Gives up a set that was not begun. */
    synchronized void unused(ChangeSet next) {
        files.isLatest(current);
        next.remove();
    }

    /** The instant: what is changed from now on is in {@code next}. To be called while nobody changes the volume. */
    synchronized void begin(Epoch begun, ChangeSet next) {
        frozen = current;
        current = next;
        epoch = begun;
    }

    /**
     * Nothing is known any more of what was changed, and will be. To be called while nobody changes the volume and no snapshot of it is being taken.
     *
     * @param since says why
     */
    synchronized void forget(String since) {
        if (!current.since().equals(since)) {
            ChangeSet unneeded = current;
            current = next(since);
            unneeded.remove();
        }
    }

    /** Goes on with what an earlier daemon has kept. To be called before anybody changes the volume. */
    void resume(Epoch kept) {
        epoch = kept;
    }

    /** What was changed up to the instant of the snapshot that is being taken; null if there is none. */
    synchronized @Nullable ChangeSet frozen() {
        return frozen;
    }

    /** Whether a block may have been changed since the last snapshot that was completed. */
    synchronized boolean isDirty(long block) {
        ChangeSet before = frozen;
        return !isKnown()
                || current.blocks().contains(block)
                || (before != null && before.blocks().contains(block));
    }

    /** Whether it is known what was changed since the last snapshot that was completed. */
    @GuardedBy("this")
    private boolean isKnown() {
        ChangeSet oldest = frozen == null ? current : frozen;
        return lost() == null && ChangeSetHeader.isKnown(oldest.since());
    }

    /** Why it is not known what was changed since the last snapshot; null if it is. */
    synchronized @Nullable String lost() {
        ChangeSet before = frozen;
        return current.lost() != null || before == null ? current.lost() : before.lost();
    }

    /** The snapshot is completed: what was changed before it does not matter any more. To be called while nobody changes the volume. */
    synchronized void completed() {
        epoch = null;
        merged = frozen;
        frozen = null;
    }

    /** What was noted before the snapshot's instant, or if none is taken up to now, is not believed, whatever becomes of the snapshot. */
    synchronized void distrust(String why) {
        ChangeSet before = frozen;
        if (before == null) {
            current.lose(why);
        } else {
            before.lose(why);
        }
    }

    /** The snapshot failed: its changes count for the next one. To be called twice, the second time while nobody changes the volume. */
    synchronized void merge() {
        ChangeSet before = frozen;
        if (before != null) {
            before.addAll(current);
        }
    }

    /** Ends what failed, after the second {@link #merge}. To be called while nobody changes the volume. */
    synchronized void failed() {
        epoch = null;
        ChangeSet before = frozen;
        if (before != null) {
            merged = current;
            current = before;
            frozen = null;
        }
    }

    /** Removes what was merged. */
    synchronized void tidy() {
        ChangeSet unneeded = merged;
        merged = null;
        if (unneeded != null) {
            files.isLatest(current);
            unneeded.remove();
        }
    }

    /** Keeps what is known for the time after the machine's stop. The volume is durable and nobody changes it any more. */
    synchronized void persist() {
        ChangeSet before = frozen;
        boolean kept = files.persist(before == null ? current : before, before == null ? null : current);
        if (kept && before == null) {
            // The file that was just kept also tells whether somebody touches the target before the next daemon does.
            current.remove();
        }
    }

    @Override
    public synchronized void close() {
        Epoch kept = epoch;
        ChangeSet before = frozen;
        epoch = null;
        if (kept != null) {
            kept.close();
        }
        if (before != null) {
            before.close();
        }
        current.close();
    }
}
