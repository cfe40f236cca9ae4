package io.ebsnap.files;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import java.util.List;

/**
 * Snapshots as block devices with file systems. To mount them is left to the caller, who then sees them in his own mount namespace. Safe for use by
 * several threads.
 */
public interface SnapshotMounts {

    /**
     * What is in a snapshot.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Conflict if it is not completed
     */
    List<SnapshotPart> parts(SnapshotId snapshot);

    /**
     * Makes a part of a snapshot a block device. It is held until {@link #unmount}; one that nobody uses for a minute is ended.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such snapshot or part
     * @throws io.ebsnap.failure.Failure.Conflict if it is not completed, the choice is not clear, or the kernel cannot mount it now
     * @throws io.ebsnap.failure.Failure.Invalid if the part cannot be mounted
     * @throws io.ebsnap.failure.Failure.Exhausted if too many are
     * @throws io.ebsnap.failure.Failure.Unavailable if this machine cannot make block devices
     */
    SnapshotMount mount(MountOrder order);

    /**
     * Ends the device of a mount, when it is mounted no more.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Conflict if it is still mounted or used, with the names of its users
     */
    void unmount(VolumeId mount);

    /** All of them, by snapshot and part. */
    List<SnapshotMount> list();
}
