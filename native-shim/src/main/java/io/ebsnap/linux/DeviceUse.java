package io.ebsnap.linux;

import java.nio.file.Path;

/** One use of a block device, and which device: the one asked for or one of its partitions. */
public sealed interface DeviceUse {

    /** The kernel name of the device or partition that is used. */
    String kernelName();

    /** Another device is built on it: device mapper, an array, bcache. */
    record HeldBy(String kernelName, String holder) implements DeviceUse {}

    /** A file system on it is mounted. */
    record MountedAt(String kernelName, Mount mount) implements DeviceUse {}

    /** The machine swaps to it. */
    record Swap(String kernelName) implements DeviceUse {}

    /** It is the backing file of a loop device. */
    record LoopBacking(String kernelName, String loopName) implements DeviceUse {}

    /** A file system that is mounted spans it, but no mount in this namespace names it. */
    record FileSystemMember(String kernelName, String fileSystem) implements DeviceUse {}

    /** A sentence part for a message: {@code sda1 is mounted at /home}. */
    default String text() {
        return switch (this) {
            case HeldBy held -> held.kernelName() + " is held by " + held.holder();
            case MountedAt mounted -> mounted.kernelName() + " is mounted at " + mountPoint(mounted);
            case Swap swap -> swap.kernelName() + " is a swap area";
            case LoopBacking loop -> loop.kernelName() + " is under " + loop.loopName();
            case FileSystemMember member -> member.kernelName() + " belongs to the mounted " + member.fileSystem();
        };
    }

    private static Path mountPoint(MountedAt mounted) {
        return mounted.mount().mountPoint();
    }
}
