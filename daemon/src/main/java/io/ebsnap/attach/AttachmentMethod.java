package io.ebsnap.attach;

import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DeviceName;
import java.util.List;
import java.util.Optional;

/** One way of making volumes block devices. Safe for use by several threads; one works on a volume at a time. */
interface AttachmentMethod {

    /** Its name. */
    Via via();

    /** Why this machine does not offer it; empty if it does. */
    Optional<String> obstacle();

    /**
     * Makes a volume a block device.
     *
     * @param name to be noted of it
     * @throws io.ebsnap.failure.Failure if it cannot be; nothing is left then
     */
    AttachedDevice attach(VolumeId volume, DataPlane plane, Optional<DeviceName> name);

    /**
     * Goes on with what an earlier daemon attached.
     *
     * @param attached a record of this way
     * @throws io.ebsnap.failure.Failure if it does not live any more, or cannot be served; {@link #discard} cleans up then
     */
    AttachedDevice resume(AttachmentRecord attached, DataPlane plane);

    /**
     * Lets requests to what an earlier daemon attached go on, should they have been held back, be there somebody to serve them or not.
     *
     * @param attached a record of this way
     */
    default void wake(AttachmentRecord attached) {
        // They never are.
    }

    /**
     * Ends what an earlier daemon attached, whatever is left of it: requests to it fail.
     *
     * @param attached a record of this way
     */
    void discard(AttachmentRecord attached);

    /** Volumes of which something is there, be it noted or not. */
    List<VolumeId> remains();

    /** Ends what an earlier daemon began and did not come to note. */
    void discardRemains(VolumeId volume);
}
