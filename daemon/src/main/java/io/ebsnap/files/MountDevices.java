package io.ebsnap.files;

import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;
import java.nio.file.Path;
import java.util.List;

/** Makes planes block devices of the kernel, which outlive the daemon. Safe for use by several threads. */
public interface MountDevices {

    /**
     * Makes a plane a device.
     *
     * @param plane stays the caller's, who closes it after {@link #detach}
     * @return its node
     */
    Path attach(VolumeId id, DataPlane plane);

    /**
     * Ends a device.
     *
     * @param force also while it is used: requests to it fail then
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     * @throws io.ebsnap.failure.Failure.Conflict if it is used
     */
    void detach(VolumeId id, boolean force);

    /** Where a device is mounted, in whatever mount namespace. */
    List<String> mountPoints(Path device);
}
