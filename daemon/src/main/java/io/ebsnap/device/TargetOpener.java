package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.DeviceDescription;
import io.ebsnap.linux.DeviceUse;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Opens block devices to write to, once it is sure that nobody uses them and, unless forced, that nothing is on them. */
final class TargetOpener {

    private final Linux linux;
    private final OpenWriters writers;

    TargetOpener(Linux linux, OpenWriters writers) {
        this.linux = linux;
        this.writers = writers;
    }

    LinuxTarget open(DeviceAddress.Device address, TargetOrder order) {
        DeviceDescription device = address.description();
        requireFit(device, order);
        requireUnused(device, order);
        BlockDevice open = openExclusively(address, order);
        try {
            return checked(open, device, order);
        } catch (LinuxException failed) {
            throw Closing.after(OpenFailures.of(order.target(), failed), open::close);
        } catch (RuntimeException failed) {
            throw Closing.after(failed, open::close);
        }
    }

    private static void requireFit(DeviceDescription device, TargetOrder order) {
        if (device.readOnly()) {
            throw new Failure.Invalid(order.target() + " is read-only");
        }
        if (device.sizeBytes() < order.sizeBytes()) {
            throw new Failure.Invalid(order.target() + " is too small: it has " + device.sizeBytes() + " bytes, "
                    + order.sizeBytes() + " are to be restored");
        }
    }

    private void requireUnused(DeviceDescription device, TargetOrder order) {
        List<String> users = new ArrayList<>();
        try {
            for (DeviceUse use : linux.deviceInventory().uses(device.number())) {
                users.add(use.text());
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot tell who uses " + order.target() + ": " + failed, failed);
        }
        writers.ofDevice(device.number()).forEach(writer -> users.add(writer + " has it open for writing"));
        if (!users.isEmpty()) {
            throw new Failure.Conflict(
                    order.target() + " is in use: " + users.stream().collect(Collectors.joining(", ")),
                    "unmount or detach it first; --force does not overwrite what is in use");
        }
    }

    private BlockDevice openExclusively(DeviceAddress.Device address, TargetOrder order) {
        try {
            return linux.blockDevices()
                    .open(
                            address.path(),
                            DeviceAccess.readWrite().directIfPossible().exclusively());
        } catch (LinuxException failed) {
            if (failed.errno() == Errno.EBUSY) {
                throw new Failure.Conflict(
                        order.target() + " is held by somebody who cannot be seen from here",
                        "it may be mounted in another mount namespace or be part of an array; --force does not change that");
            }
            throw OpenFailures.of(order.target(), failed);
        }
    }

    private LinuxTarget checked(BlockDevice open, DeviceDescription device, TargetOrder order) throws LinuxException {
        // What others wrote through the page cache must be seen, and must not be written over the restored content
        // later.
        open.flushBuffers();
        DeviceWindow window = DeviceWindow.whole(open);
        Contents.requireBlank(window, order);
        if (device.loopBackingFile().isEmpty()) {
            return new LinuxTarget(order.target(), window, null, List.of(open::close));
        }
        Subject subject = Subject.ofDevice(order.target(), new DeviceAddress.Device(open.path(), device), linux);
        if (subject.backing().isEmpty()) {
            return new LinuxTarget(order.target(), window, null, List.of(open::close));
        }
        Backing backing = subject.backing().get();
        BlockDevice file = linux.blockDevices().open(backing.file(), DeviceAccess.readOnly());
        Holes holes = new Holes(new DeviceWindow(file, backing.start(), backing.sizeBytes()));
        return new LinuxTarget(order.target(), window, holes, List.of(open::close, file::close));
    }
}
