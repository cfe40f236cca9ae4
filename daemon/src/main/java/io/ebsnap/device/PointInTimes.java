package io.ebsnap.device;

import io.ebsnap.identity.SnapshotId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes instants of devices by the best method that a device allows. Safe for use by several threads. */
public interface PointInTimes {

    /**
     * Takes an instant.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such device
     * @throws io.ebsnap.failure.Failure.Invalid if it is not a device, or the demanded method does not exist for its kind
     * @throws io.ebsnap.failure.Failure.Conflict if no method, or not the demanded one, can be had; the message says why each
     *     cannot, the hint the ways out
     * @throws io.ebsnap.failure.Failure.Unavailable if the device does not answer
     */
    PointInTime take(InstantOrder order);

    /**
     * Takes one instant of several devices: a write that one of them shows was given before every write that another one lacks had been answered. Their
     * writers are held for that moment, or if one of them cannot be, the moment is that one's instant. If one instant cannot be had, none is kept. With
     * {@link ConsistencyMethod#FUZZY} demanded nobody is held and nothing promised.
     *
     * @param orders of different devices; may be empty
     * @param rest what passes the same instant
     * @throws io.ebsnap.failure.Failure as {@link #take}; also {@code Conflict} if writers cannot be held, or would be for too long
     */
    OneInstant takeTogether(List<InstantOrder> orders, AtRest rest);

    /**
     * Goes on with an instant that a former run of the daemon has taken.
     *
     * @return empty if what held it is gone
     */
    Optional<PointInTime> resume(SavedInstant saved);

    /** Removes what held an instant; does nothing if it is gone. */
    void discard(SavedInstant saved);

    /**
     * To be called once at start, before anything else: thaws what a former run has left frozen, and removes what it made to hold
     * instants, but for those of the given snapshots.
     */
    void recover(Set<SnapshotId> kept);
}
