package io.ebsnap.attach;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the next daemon must know about a device of the kernel's NBD driver. The driver knows the volume that it was made for, so
 * that the device is found again even if the daemon ended before it knew which one it got.
 *
 * @param attachment what it is; its device is {@link #NOT_YET} while there is none
 * @param boot the identity of the running kernel
 */
record NbdRecord(Attachment attachment, String boot) implements AttachmentRecord {

    /** Is no device: those have an index. */
    static final Path NOT_YET = Path.of("/dev/nbd");

    /** The device with this index. */
    static Path device(int index) {
        return Path.of(NOT_YET.toString() + index);
    }

    NbdRecord withDevice(int index) {
        return new NbdRecord(attachment.withDevice(device(index)), boot);
    }

    @Override
    public Map<String, Object> details() {
        return Map.of();
    }
}
