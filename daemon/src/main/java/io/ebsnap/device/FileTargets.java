package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.LockFile;
import io.ebsnap.linux.LoopStatus;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Opens files to write to: makes them as one hole, or takes existing ones that nobody uses. */
final class FileTargets {

    private final Linux linux;
    private final OpenWriters writers;

    FileTargets(Linux linux, OpenWriters writers) {
        this.linux = linux;
        this.writers = writers;
    }

    /** Makes a file of the ordered size that is one hole, readable by root alone. */
    LinuxTarget create(Path path, TargetOrder order) {
        Path directory = path.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new Failure.NotFound("there is no directory " + directory + " to make " + order.target() + " in");
        }
        try {
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException race) {
            throw new Failure.Conflict("somebody else has just made " + order.target());
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot make " + order.target() + ": " + failed, failed);
        }
        try {
            LinuxTarget target = opened(path, order);
            linux.durability().syncDirectory(directory);
            return target;
        } catch (LinuxException failed) {
            throw Closing.after(OpenFailures.of(order.target(), failed), () -> Files.deleteIfExists(path));
        } catch (RuntimeException failed) {
            throw Closing.after(failed, () -> Files.deleteIfExists(path));
        }
    }

    /** Takes a file that exists. Its content is kept, so that what is right already need not be written again. */
    LinuxTarget open(Path realPath, TargetOrder order) {
        requireUnused(realPath, order);
        try {
            return opened(realPath, order);
        } catch (LinuxException failed) {
            throw OpenFailures.of(order.target(), failed);
        }
    }

    private void requireUnused(Path file, TargetOrder order) {
        try {
            for (LoopStatus loop : linux.loopControl().attachedTo(file)) {
                throw inUse(order, "it is the backing file of " + loop.device());
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable(
                    "cannot tell who uses " + order.target() + ": " + failed.getMessage(), failed);
        }
        for (String writer : writers.ofFile(file)) {
            throw inUse(order, writer + " has it open for writing");
        }
    }

    private static Failure inUse(TargetOrder order, String how) {
        return new Failure.Conflict(
                order.target() + " is in use: " + how,
                "detach or close it first; --force does not overwrite what is in use");
    }

    private LinuxTarget opened(Path path, TargetOrder order) throws LinuxException {
        LockFile lock = lock(path, order);
        try {
            BlockDevice open =
                    linux.blockDevices().open(path, DeviceAccess.readWrite().directIfPossible());
            try {
                return sized(open, lock, order);
            } catch (LinuxException | RuntimeException failed) {
                Closing.after(failed, open::close);
                throw failed;
            }
        } catch (LinuxException | RuntimeException failed) {
            Closing.after(failed, lock::close);
            throw failed;
        }
    }

    /** A lock on the file keeps two restores from writing to one; other programs may ignore it. */
    private LockFile lock(Path path, TargetOrder order) throws LinuxException {
        LockFile lock = linux.fileLocks().open(path);
        try {
            if (!lock.tryLockExclusive()) {
                throw inUse(order, "somebody holds a lock on it");
            }
            return lock;
        } catch (LinuxException | RuntimeException failed) {
            Closing.after(failed, lock::close);
            throw failed;
        }
    }

    private static LinuxTarget sized(BlockDevice open, LockFile lock, TargetOrder order) throws LinuxException {
        if (!order.force() && open.sizeBytes() > 0 && open.nextData(0).isPresent()) {
            throw new Failure.Conflict(
                    order.target() + " exists and is not empty",
                    "--force overwrites it; choose another name otherwise");
        }
        Geometries.of(order.target(), order.sizeBytes());
        if (open.sizeBytes() != order.sizeBytes()) {
            open.resize(order.sizeBytes());
        }
        DeviceWindow window = DeviceWindow.whole(open);
        return new LinuxTarget(order.target(), window, new Holes(window), List.of(open::close, lock::close));
    }

    /** Whether there is nothing at a path, not even a link that leads nowhere. */
    static boolean absent(Path path) {
        return !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
