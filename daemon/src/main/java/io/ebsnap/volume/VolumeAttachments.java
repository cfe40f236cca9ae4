package io.ebsnap.volume;

import java.util.List;

/** Makes managed volumes block devices of this machine. Safe for use by several threads. {@code volumeId} is {@code vol-...} everywhere. */
public interface VolumeAttachments {

    /**
     * Attaches a volume; its device can be used when this returns.
     *
     * @return the attachment
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such volume
     * @throws io.ebsnap.failure.Failure.Conflict if it is attached already, or cannot be used in its state
     * @throws io.ebsnap.failure.Failure.Invalid if something else has the name that the device is to have
     * @throws io.ebsnap.failure.Failure.Unavailable if the machine has no such way
     * @throws io.ebsnap.failure.Failure.Exhausted if as many are attached as may be
     */
    VolumeAttachment attach(AttachmentOrder order);

    /**
     * Takes a volume's device away, after what was written to it has become durable.
     *
     * @param force also while it is used: its users get errors from then on
     * @return what it was
     * @throws io.ebsnap.failure.Failure.Conflict if it is not attached, or while the device is used, naming by whom, unless forced
     */
    VolumeAttachment detach(String volumeId, boolean force);

    /** Makes a volume's device as large as the volume is now; does nothing if it is not attached. */
    void refreshCapacity(String volumeId);

    /** All of them, in the order of their volumes' ids. Quick: it is asked for each list of volumes. */
    List<VolumeAttachment> list();
}
