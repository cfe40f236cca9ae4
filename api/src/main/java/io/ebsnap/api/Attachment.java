package io.ebsnap.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A volume as a block device of this machine.
 *
 * @param volumeId {@code vol-...}
 * @param device path of the block device
 * @param state {@code attached} or {@code detached}
 * @param attachTime since when
 * @param method {@code nbd} or {@code fuse}
 * @param readOnly whether the device refuses to be written
 * @param nativeSpeed whether the kernel serves its requests itself, past the daemon
 * @param servedReason why the daemon serves them, if it does and that is known
 * @param deviceName what the device was called when it was attached, as EC2 does: {@code /dev/sdf}
 * @param deviceLink symbolic link of that name that leads to the device: {@code /dev/ebsnap/sdf}
 */
public record Attachment(
        String volumeId,
        String device,
        String state,
        Instant attachTime,
        String method,
        boolean readOnly,
        boolean nativeSpeed,
        @Nullable String servedReason,
        @Nullable String deviceName,
        @Nullable String deviceLink) {

    /** What EC2 calls its device: by the name that was asked for, or by the kernel's. */
    public String blockDeviceName() {
        return deviceName == null ? device : deviceName;
    }
}
