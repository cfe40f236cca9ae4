package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.FuseDevice;
import io.ebsnap.linux.FuseMount;
import io.ebsnap.linux.Keeper;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.fuse.FuseAgreement;
import io.ebsnap.linux.fuse.FuseBuffer;
import io.ebsnap.linux.fuse.FuseNotices;
import io.ebsnap.linux.fuse.FuseReplies;
import io.ebsnap.linux.fuse.FuseRequest;
import io.ebsnap.linux.fuse.FuseRequests;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.DeviceName;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A file through {@code /dev/fuse} under a loop device: any kernel has both, and no package is needed. */
final class FuseMethod implements AttachmentMethod {

    private static final Path DEVICE = Path.of("/dev/fuse");

    /** The keeper is gone, or does not hold what it should; the kernel cannot give requests again. */
    private static final Set<Errno> OVER = EnumSet.of(Errno.ESRCH, Errno.EBADF, Errno.EINVAL);

    private final FuseParts parts;
    private final WaitingRequests waiting;
    private final String boot;

    /**
     * A method.
     *
     * @param waiting stays the caller's
     * @param boot the identity of the running kernel
     */
    FuseMethod(FuseParts parts, WaitingRequests waiting, String boot) {
        this.parts = parts;
        this.waiting = waiting;
        this.boot = boot;
    }

    @Override
    public Via via() {
        return Via.FUSE;
    }

    @Override
    public Optional<String> obstacle() {
        if (!Files.exists(DEVICE)) {
            return Optional.of("there is no " + DEVICE);
        }
        return parts.loops().possible() ? Optional.empty() : Optional.of("there are no loop devices, or no losetup");
    }

    @Override
    public AttachedDevice attach(VolumeId volume, DataPlane plane, Optional<DeviceName> name) {
        Path point = point(volume);
        try {
            if (remains().contains(volume)) {
                parts.removal().removeFile(point);
            }
            Files.createFile(point);
            return mounted(volume, plane, name, point);
        } catch (IOException failed) {
            undo(point, failed);
            throw new Failure.Unavailable("cannot attach " + volume + ": " + failed.getMessage(), failed);
        } catch (Failure failed) {
            undo(point, failed);
            throw failed;
        }
    }

    private void undo(Path point, Exception cause) {
        try {
            parts.removal().removeFile(point);
        } catch (IOException | Failure failed) {
            cause.addSuppressed(failed);
        }
    }

    private AttachedDevice mounted(VolumeId volume, DataPlane plane, Optional<DeviceName> name, Path point)
            throws IOException {
        FuseDevice device =
                parts.linux().fuseDevices().mount(new FuseMount(point, "ebsnap:" + volume, plane.readOnly()));
        waiting.start();
        FuseServer server = new FuseServer(plane, device, waiting);
        try {
            FuseAgreement agreed = agree(device, volume.value());
            Keeper keeper = parts.linux().keepers().start(device, point.toString());
            Attachment unbound = new Attachment(
                    volume,
                    Via.FUSE,
                    point,
                    plane.readOnly(),
                    parts.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                    name);
            FuseRecord record = new FuseRecord(unbound, boot, point, keeper, agreed);
            parts.records().put(record);
            server.start(parts.settings().readers(), parts.linux().processSettings());
            FuseRecord bound = record.withDevice(parts.loops().bind(point, plane.readOnly()));
            parts.records().put(bound);
            return new FuseAttachment(parts, plane, device, server, bound);
        } catch (IOException | Failure failed) {
            server.stop(FuseAttachment.STOP_LIMIT);
            parts.records().remove(volume);
            device.close();
            throw failed;
        }
    }

    private static FuseAgreement agree(FuseDevice device, String name) throws LinuxException {
        FuseBuffer buffer = new FuseBuffer();
        int length = device.read(buffer.forRequest());
        if (length == FuseDevice.ENDED
                || !(FuseRequests.decode(buffer, length) instanceof FuseRequest.Initialize first)) {
            throw new Failure.Unavailable("the kernel did not begin as it should when " + name + " was mounted", null);
        }
        FuseAgreement agreed = FuseAgreement.with(first, name);
        device.write(FuseReplies.initialized(buffer, first.unique(), agreed));
        return agreed;
    }

    @Override
    public AttachedDevice resume(AttachmentRecord noted, DataPlane plane) {
        FuseRecord attached = (FuseRecord) noted;
        requireAlive(attached, plane);
        try {
            FuseDevice device = parts.linux()
                    .fuseDevices()
                    .takeFrom(attached.keeper(), attached.volume().value());
            try {
                return goOn(attached, plane, device);
            } catch (IOException | Failure failed) {
                device.close();
                throw failed;
            }
        } catch (IOException failed) {
            String message = "cannot go on with the attachment of " + attached.volume() + ": " + failed.getMessage();
            boolean over = failed instanceof LinuxException known && OVER.contains(known.errno());
            throw over ? new Failure.NotFound(message, failed) : new Failure.Unavailable(message, failed);
        }
    }

    /** Asks to be given again what the last daemon read before anybody reads here: or that would be done twice at a time. */
    private AttachedDevice goOn(FuseRecord attached, DataPlane plane, FuseDevice device) throws IOException {
        if (!device.write(FuseNotices.resend())) {
            throw new Failure.NotFound("the file system of " + attached.volume() + " was ended");
        }
        waiting.start();
        FuseServer server = new FuseServer(plane, device, waiting);
        server.start(parts.settings().readers(), parts.linux().processSettings());
        return new FuseAttachment(parts, plane, device, server, attached);
    }

    private void requireAlive(FuseRecord attached, DataPlane plane) {
        String volume = attached.volume().value();
        if (!attached.boot().equals(boot)) {
            throw new Failure.NotFound("the machine was started since " + volume + " was attached");
        }
        if (attached.device()
                .filter(device -> parts.loops().isBoundTo(device, attached.mountPoint()))
                .isEmpty()) {
            throw new Failure.NotFound("the device of " + volume + " was unbound");
        }
        if (!attached.agreed().resends()) {
            throw new Failure.NotFound("this kernel cannot give the requests to " + volume + " to another daemon");
        }
        if (attached.attachment().readOnly() != plane.readOnly()) {
            throw new Failure.Conflict(volume + " is read-only as a device or as a volume, but not as both");
        }
    }

    @Override
    public void discard(AttachmentRecord attached) {
        if (attached.boot().equals(boot)) {
            parts.removal().remove((FuseRecord) attached);
        } else {
            // Nothing but files is left, and the number of the keeper may be another process's.
            parts.records().remove(attached.volume());
        }
    }

    @Override
    public List<VolumeId> remains() {
        List<VolumeId> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(parts.settings().mounts())) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (VolumeId.isValid(name)) {
                    found.add(new VolumeId(name));
                }
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot see what an earlier daemon began: " + failed.getMessage(), failed);
        }
        return found;
    }

    @Override
    public void discardRemains(VolumeId volume) {
        try {
            parts.removal().removeFile(point(volume));
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "cannot remove what is left of " + volume + ": " + failed.getMessage(), failed);
        }
    }

    private Path point(VolumeId volume) {
        return parts.settings().mounts().resolve(volume.value());
    }
}
