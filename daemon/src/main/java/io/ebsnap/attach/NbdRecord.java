package io.ebsnap.attach;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the next daemon must know about a device of the kernel's NBD driver. The driver knows the volume that it was made for, so
 * that the device is found again even if the daemon ended before it knew which one it got.
 *
 * @param attachment what it is; its device is {@link #NOT_YET} while there is none
 * @param boot the identity of the running kernel
 * @param mapped whether its user knows a device of the device mapper that leads to it
 */
record NbdRecord(Attachment attachment, String boot, boolean mapped) implements AttachmentRecord {

    /** A release that knows nothing of the device mapper must not go on with such a device. */
    private static final String MAPPED_VERSION = "2";

    private static final String MAPPED = "mapped";
    private static final Path MAPPED_DEVICES = Path.of("/dev/mapper");

    static NbdRecord of(Attachment attachment, String boot, Fields fields) {
        return new NbdRecord(attachment, boot, fields.values().containsKey(MAPPED));
    }

    /** Is no device: those have an index. */
    static final Path NOT_YET = Path.of("/dev/nbd");

    /** The device with this index. */
    static Path device(int index) {
        return Path.of(NOT_YET.toString() + index);
    }

    NbdRecord withDevice(int index) {
        Path device = mapped
                ? MAPPED_DEVICES.resolve(MappedAttachment.nameOf(attachment).name())
                : device(index);
        return new NbdRecord(attachment.withDevice(device), boot, mapped);
    }

    @Override
    public String version() {
        return mapped ? MAPPED_VERSION : VERSION;
    }

    @Override
    public Map<String, Object> details() {
        return mapped ? Map.of(MAPPED, "yes") : Map.of();
    }
}
