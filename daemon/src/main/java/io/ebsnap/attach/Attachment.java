package io.ebsnap.attach;

import io.ebsnap.identity.VolumeId;
import java.nio.file.Path;

/**
 * A volume that is a block device.
 *
 * @param volume which
 * @param via how; never {@link Via#AUTO}
 * @param device its node: {@code /dev/loop0}
 * @param readOnly whether the kernel refuses writes
 */
public record Attachment(VolumeId volume, Via via, Path device, boolean readOnly) {}
