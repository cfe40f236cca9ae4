package io.ebsnap.volume;

import java.time.Instant;
import java.util.Optional;

/**
 * A volume as a block device of this machine.
 *
 * @param volumeId {@code vol-...}
 * @param device path of the block device, such as {@code /dev/nbd0} or {@code /dev/mapper/ebsnap-vol-...}
 * @param method how it is one, in a word: {@code nbd} or {@code fuse}
 * @param attachTime since when
 * @param readOnly whether the device refuses to be written
 * @param speed how its requests are served
 * @param named what its user calls the device besides
 */
public record VolumeAttachment(
        String volumeId,
        String device,
        String method,
        Instant attachTime,
        boolean readOnly,
        VolumeSpeed speed,
        Optional<NamedDevice> named) {

    /** Whether a path is that of the device, or of the link of its name. */
    public boolean isAt(String path) {
        return device.equals(path)
                || named.filter(known -> known.link().toString().equals(path)).isPresent();
    }
}
