package io.ebsnap.image;

import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;

/** Makes a volume of a snapshot that need not be shared with whoever it is made for, because an image that is it is. */
@FunctionalInterface
public interface Lending {

    /**
     * Makes it.
     *
     * @throws io.ebsnap.failure.Failure.Denied if there is no grant to decrypt the snapshot
     * @throws io.ebsnap.failure.Failure as {@link io.ebsnap.volume.ManagedVolumes#create}
     */
    ManagedVolume create(ManagedVolumeOrder order);
}
