package io.ebsnap.volume;

import io.ebsnap.identity.SnapshotId;
import java.util.List;

/**
 * The volumes that the daemon serves. A volume can be used as soon as {@link #create} has returned; its content arrives when it is asked for, and
 * in the background. Safe for use by several threads. {@code volume} is an id or a name everywhere.
 */
public interface ManagedVolumes {

    /**
     * Makes a volume. A second try of an order with a client token has the volume of the first one, for a day, if that was not deleted.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot or zone
     * @throws io.ebsnap.failure.Failure.Invalid if it would be smaller than the snapshot, or of no size
     * @throws io.ebsnap.failure.Failure.Conflict if the name is taken, another order had the client token, the snapshot is not completed, or the target is in use or holds
     *     something
     */
    ManagedVolume create(ManagedVolumeOrder order);

    /** All of them, in the order of their ids. */
    List<ManagedVolume> list();

    /**
     * A volume.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    ManagedVolume find(String volume);

    /**
     * Makes a volume larger, or changes what tools read back of its performance.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if that is less than it has, or its device is not that large, or there is no such performance
     */
    ManagedVolume modify(String volume, VolumeChange change);

    /**
     * Gives a volume the content of a snapshot in place of its own; what is beyond the snapshot's end becomes zeros. It can be used at once, as
     * one that was just made of that snapshot. A crash leaves either what it held or what it was to get.
     *
     * @param safety the completed snapshot of the volume since which nothing was written to it
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot
     * @throws io.ebsnap.failure.Failure.Invalid if the snapshot is longer than the volume
     * @throws io.ebsnap.failure.Failure.Conflict while somebody uses the volume, or if it is not as {@code safety} has it
     */
    ManagedVolume rollBack(String volume, SnapshotId snapshot, SnapshotId safety);

    /**
     * Begins to move a volume to another zone, under whoever uses it; returns at once. A crash leaves it in the one or the other, and the next daemon goes on.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such volume or zone
     * @throws io.ebsnap.failure.Failure.Conflict if it is there, or being moved, or the zone takes no new volumes
     * @throws io.ebsnap.failure.Failure.Unavailable if its zone or the other one is not there
     */
    ManagedVolume move(String volume, String zone);

    /**
     * Ends a move, and waits for that: the volume stays where it is.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if it is not being moved, or has moved already
     */
    ManagedVolume cancelMove(String volume);

    /** Changes how a volume is filled in the background. */
    ManagedVolume adjust(String volume, HydrationSettings settings);

    /**
     * Deletes a volume, with the file that was made for it; a device or file that the user named stays as it is.
     *
     * @throws io.ebsnap.failure.Failure.Conflict while somebody uses it
     */
    ManagedVolume delete(String volume);

    /**
     * Begins to use a volume's bytes. The answer belongs to the caller, who closes it.
     *
     * @param user for whom, in words, for messages
     */
    DataPlane use(String volume, boolean readOnly, String user);

    /**
     * Goes on with a use that an earlier daemon began on this running machine, and whose user knows nothing of that daemon's end.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if the volume is gone, or what its user was told was written may be: he must not go on
     */
    DataPlane useAgain(String volume, boolean readOnly, String user);
}
