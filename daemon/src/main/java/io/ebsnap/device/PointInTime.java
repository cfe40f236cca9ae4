package io.ebsnap.device;

import io.ebsnap.catalog.SnapshotRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * One instant of a device, held so that it can be read. Its owner closes it; reads may come from several threads.
 *
 * <p>What was read is of one instant only if {@link #confirm()} has returned normally after the last read.
 */
public interface PointInTime extends AutoCloseable {

    /** What to read; closed together with this. */
    BlockSource source();

    /** How the instant was had. */
    ConsistencyMethod method();

    /** The instant that it shows; with {@link ConsistencyMethod#FUZZY} when reading may begin. */
    Instant instant();

    /** What holds the instant and can be found again by a restarted daemon: the path of a device or file; empty if nothing does. */
    Optional<String> artifact();

    /** Whether all that is read comes from another machine, so that nothing should be read that need not be. */
    default boolean isDistant() {
        return false;
    }

    /** The only snapshot that it can be compared with; empty if there is no such limit. It can be read though it is deleted meanwhile. */
    default Optional<SnapshotRecord> parent() {
        return Optional.empty();
    }

    /**
     * What was said not to have changed cannot be believed: all of it must be read, as it was at the instant. To be called while nobody reads.
     *
     * @param why for messages
     * @throws io.ebsnap.failure.Failure.Unavailable if not all of it can be had any more
     */
    default void distrust(String why) {}

    /**
     * Says that everything was read, and proves that all of it was of one instant; with {@link ConsistencyMethod#FUZZY} it proves
     * nothing. Nothing can be read afterwards. May be called once.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if the instant was lost meanwhile: an LVM snapshot has overflowed, a file system
     *     was thawed before its time, the device has changed
     */
    void confirm();

    /** Whoever waits for something far away waits no longer, and fails: nothing of it is wanted any more. Any thread. */
    default void wake() {}

    /** Stops reading but keeps the {@link #artifact()}, so that {@link PointInTimes#resume} can go on; without one the same as {@link #close()}. */
    void suspend();

    /** Gives the instant up: thaws, and removes what held it. Closing twice, or after {@link #suspend()}, does nothing. */
    @Override
    void close();
}
