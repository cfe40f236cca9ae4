package io.ebsnap.volume;

import io.ebsnap.catalog.VolumeRecord;
import java.util.List;

/** The volumes that the daemon knows. Safe for use by several threads. */
public interface VolumeRegistry {

    /**
     * Registers a device, or finds that it is registered already. The device is opened to learn its size and identity; nothing is
     * written to it.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if the order is wrong in itself
     * @throws io.ebsnap.failure.Failure.Conflict if the name belongs to another volume, or the device is registered under another name
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such device
     */
    Registration register(VolumeOrder order);

    /** All volumes in the order of their ids. */
    List<VolumeRecord> list();

    /**
     * The volume that a person means.
     *
     * @param volume id, name, or device path or URI
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    VolumeRecord resolve(String volume);

    /**
     * The volume that a person means, as its device is now; a device that is not registered yet is registered without a name.
     *
     * @param volume as for {@link #resolve}
     * @throws io.ebsnap.failure.Failure.Conflict if another device is found where the volume's was
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such volume, or its device is not there
     */
    VolumeRecord resolveOrRegister(String volume);

    /**
     * Forgets a volume. Its snapshots stay.
     *
     * @param volume as for {@link #resolve}
     * @return what was forgotten
     * @throws io.ebsnap.failure.Failure.Conflict while a snapshot of it is pending
     */
    VolumeRecord forget(String volume);
}
