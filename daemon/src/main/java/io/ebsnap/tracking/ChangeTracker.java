package io.ebsnap.tracking;

import io.ebsnap.device.PointInTime;
import java.util.function.Predicate;

/**
 * Tells what changed in a volume between a completed snapshot and an instant, without reading it all.
 *
 * <p>It only tells while it can prove that its knowledge begins exactly with that snapshot and has no gap since. Anything that does not
 * match to the letter is {@link Answer.Doubt}: then everything is compared, in the same chain of snapshots. What it keeps for the next
 * time it begins to keep when a snapshot is {@link #completed}, whatever way that was taken, and drops when it is told to
 * {@link #forget}. Safe for use by several threads, of one volume by one at a time.
 */
public interface ChangeTracker {

    /** Its name in records: lower-case letters and hyphens. */
    String name();

    /** {@link ChangeDetection.Way#EXACT} if it compares both states itself, {@link ChangeDetection.Way#SAMPLED} if it believes others. */
    ChangeDetection.Way way();

    /**
     * What changed between a snapshot and an instant.
     *
     * @param parent completed
     * @param instant held until the cursor is closed
     */
    Answer since(TrackedSnapshot parent, PointInTime instant);

    /**
     * A snapshot is completed: what is needed to tell what changes from now on may be kept. The instant is given up after this returns.
     *
     * @throws io.ebsnap.failure.Failure if it could not be kept; the next snapshot compares everything
     */
    void completed(TrackedSnapshot snapshot, PointInTime instant);

    /** Gives up what is kept of a volume, durably: nothing is told of it until after the next completed snapshot. */
    void forget(String volume);

    /** Gives up what is kept of snapshots that something does not hold for: nobody will ask. */
    default void sweep(Predicate<String> exists) {}

    /** Gives up what takes room that is short now. To be called now and then. */
    default void relieve() {}

    /** What a tracker answers. */
    sealed interface Answer {
        /** Which blocks are as they were. */
        record Known(ChangeCursor changes) implements Answer {}

        /** It does not know, and why: words that follow a colon. */
        record Doubt(String reason) implements Answer {}

        /** It has nothing to do with volumes of this kind. */
        record Inapplicable() implements Answer {}
    }
}
