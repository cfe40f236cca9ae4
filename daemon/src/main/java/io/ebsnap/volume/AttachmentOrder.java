package io.ebsnap.volume;

import java.util.Optional;

/**
 * What is to be attached, and how.
 *
 * @param volumeId {@code vol-...}
 * @param via how; {@link AttachmentVia#AUTO} chooses
 * @param readOnly whether the device shall refuse to be written
 * @param name what its user calls the device, beside its name of the kernel
 */
public record AttachmentOrder(String volumeId, AttachmentVia via, boolean readOnly, Optional<DeviceName> name) {

    /** One that can be written and has no other name. */
    public static AttachmentOrder of(String volumeId, AttachmentVia via) {
        return new AttachmentOrder(volumeId, via, false, Optional.empty());
    }
}
