package io.ebsnap.attach;

import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;

/** Opens volumes that an earlier daemon attached. */
@FunctionalInterface
public interface PlaneOpener {

    /**
     * Opens one.
     *
     * @param readOnly as it was attached
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such volume any more: its device is ended then
     * @throws io.ebsnap.failure.Failure if it cannot be opened now: its device goes on waiting
     */
    DataPlane open(VolumeId volume, boolean readOnly);
}
