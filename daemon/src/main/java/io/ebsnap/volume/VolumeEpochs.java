package io.ebsnap.volume;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.device.PointInTime;
import java.util.List;
import java.util.Optional;

/** Instants of managed volumes. Safe for use by several threads. */
public interface VolumeEpochs {

    /**
     * The managed volume that is meant.
     *
     * @param volume an id or a name
     * @return empty if there is none of that name
     */
    Optional<ManagedVolume> named(String volume);

    /**
     * Fixes one instant of several volumes: a write that one of them has was given before every write that another one lacks had been
     * answered.
     *
     * @param orders of different volumes
     * @param moment when; everything is prepared when it is asked to come
     * @return the instants, in the orders' order; they belong to the caller
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such volume
     * @throws io.ebsnap.failure.Failure.Conflict if another snapshot of one of them is being taken
     * @throws io.ebsnap.failure.Failure.Exhausted if there is no room to keep an instant in
     */
    List<PointInTime> take(List<EpochOrder> orders, OneMoment moment);

    /**
     * Gives up what is known of the changes of a volume: the next snapshot of it compares everything. Nothing if there is no such volume.
     *
     * @param volumeId of a managed volume, or another one
     */
    void untrack(String volumeId);

    /**
     * Goes on with an instant that a former daemon has kept.
     *
     * @param pending its snapshot
     * @return empty if it cannot be read any more as it was: the volume's changes count for the next snapshot then
     */
    Optional<PointInTime> resume(SnapshotRecord pending);
}
