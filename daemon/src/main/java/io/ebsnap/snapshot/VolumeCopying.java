package io.ebsnap.snapshot;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.volume.VolumeCopyOrder;

/** Copies managed volumes. Safe for use by several threads. */
@FunctionalInterface
public interface VolumeCopying {

    /**
     * Makes a volume with the content that another one has at an instant between the call and the return, under whoever uses that. It is {@code creating} until
     * the content is in the store, then {@code available} and filled as one that is made of a snapshot. If it cannot be made, it says why until it is deleted.
     *
     * <p>A second try of an order with a client token has the volume of the first one, for a day, if that was not deleted.
     *
     * @return its record
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such managed volume
     * @throws io.ebsnap.failure.Failure.Invalid if the copy would be smaller, or name or tags are wrong
     * @throws io.ebsnap.failure.Failure.Conflict if the name is taken, another order had the client token, or the volume cannot be read now: another snapshot or copy of it is being taken
     * @throws io.ebsnap.failure.Failure.Exhausted if too many snapshots are pending
     */
    ManagedVolumeRecord copy(VolumeCopyOrder order);
}
