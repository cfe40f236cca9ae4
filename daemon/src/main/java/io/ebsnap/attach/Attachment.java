package io.ebsnap.attach;

import io.ebsnap.identity.VolumeId;
import io.ebsnap.volume.DeviceName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A volume that is a block device.
 *
 * @param volume which
 * @param via how; never {@link Via#AUTO}
 * @param device its node: {@code /dev/loop0}, {@code /dev/nbd0}
 * @param readOnly whether the kernel refuses writes
 * @param attachTime since when, in whole milliseconds
 * @param name what its user calls the device
 */
public record Attachment(
        VolumeId volume, Via via, Path device, boolean readOnly, Instant attachTime, Optional<DeviceName> name) {

    Attachment withDevice(Path other) {
        return new Attachment(volume, via, other, readOnly, attachTime, name);
    }
}
