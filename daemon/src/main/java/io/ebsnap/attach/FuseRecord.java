package io.ebsnap.attach;

import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.fuse.FuseAgreement;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the next daemon must know about a file of {@code /dev/fuse} under a loop device.
 *
 * @param attachment what it is; its device is the {@code mountPoint} while it is not bound yet
 * @param boot the identity of the running kernel
 * @param mountPoint the file under the loop device
 * @param keeper who holds the file system's device while no daemon does
 * @param agreed what was agreed on with the kernel
 */
record FuseRecord(Attachment attachment, String boot, Path mountPoint, Keeper keeper, FuseAgreement agreed)
        implements AttachmentRecord {

    static FuseRecord of(Attachment attachment, String boot, Fields fields) {
        return new FuseRecord(
                attachment,
                boot,
                Path.of(fields.text("mount-point")),
                new Keeper(fields.number("keeper"), fields.number("keeper-started")),
                new FuseAgreement(Math.toIntExact(fields.number("minor")), fields.number("flags")));
    }

    /** The loop device; empty if the daemon ended before there was one. */
    Optional<Path> device() {
        return attachment.device().equals(mountPoint) ? Optional.empty() : Optional.of(attachment.device());
    }

    FuseRecord withDevice(Path device) {
        return new FuseRecord(attachment.withDevice(device), boot, mountPoint, keeper, agreed);
    }

    FuseRecord withKeeper(Keeper other) {
        return new FuseRecord(attachment, boot, mountPoint, other, agreed);
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("mount-point", mountPoint);
        details.put("keeper", keeper.processId());
        details.put("keeper-started", keeper.startTicks());
        details.put("minor", agreed.minor());
        details.put("flags", agreed.flags());
        return details;
    }
}
