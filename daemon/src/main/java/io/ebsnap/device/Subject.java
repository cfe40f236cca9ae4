package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LoopStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A local device or image of which an instant is wanted, looked at once.
 *
 * @param name as the user gave it
 * @param path to open it by
 * @param device what the kernel says of it; empty for an image file
 * @param backing the regular file that its bytes lie in, if there is one that can be reached
 * @param sizeBytes of it
 */
record Subject(String name, Path path, Optional<DeviceDescription> device, Optional<Backing> backing, long sizeBytes) {

    /** Looks at a block device. */
    static Subject ofDevice(String name, DeviceAddress.Device address, Linux linux) {
        DeviceDescription found = address.description();
        try (BlockDevice open = linux.blockDevices().open(address.path(), DeviceAccess.readOnly())) {
            long sizeBytes = Geometries.of(name, open.sizeBytes()).sizeBytes();
            return new Subject(name, address.path(), Optional.of(found), backing(found, sizeBytes, linux), sizeBytes);
        } catch (LinuxException failed) {
            throw OpenFailures.of(name, failed);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot look at " + name + ": " + failed.getMessage(), failed);
        }
    }

    /** Looks at an image file. */
    static Subject ofImage(String name, DeviceAddress.Image address) {
        try {
            long sizeBytes = Geometries.of(name, Files.size(address.path())).sizeBytes();
            Backing itself = new Backing(address.path(), 0, sizeBytes);
            return new Subject(name, address.path(), Optional.empty(), Optional.of(itself), sizeBytes);
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot look at " + name + ": " + failed, failed);
        }
    }

    /**
     * The file under a loop device. A path alone proves nothing, since another file may have taken the place of a deleted or
     * renamed one: it must still be the file that the device is bound to.
     */
    private static Optional<Backing> backing(DeviceDescription found, long sizeBytes, Linux linux) throws IOException {
        if (found.loopBackingFile().isEmpty()) {
            return Optional.empty();
        }
        Optional<LoopStatus> status = linux.loopControl().status(found.node());
        return status.filter(loop -> !loop.backingFileDeleted())
                .filter(loop -> Files.isRegularFile(loop.backingFile()))
                .filter(loop -> sameFile(loop))
                .map(loop -> Backing.of(loop, sizeBytes));
    }

    private static boolean sameFile(LoopStatus loop) {
        return FileNumber.find(loop.backingFile())
                .filter(found -> found.inode() == loop.backingInode())
                .filter(found -> found.device().equals(loop.backingNumber()))
                .isPresent();
    }
}
