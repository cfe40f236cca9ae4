package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.DeviceInventory;
import io.ebsnap.linux.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;

/** The devices of this machine, and NBD exports. */
public final class LinuxDevices implements Devices {

    private final Linux linux;
    private final ExportOpener exports;
    private final TargetOpener deviceTargets;
    private final FileTargets fileTargets;
    private final IdentityWords identities;

    /**
     * Devices as the kernel has them.
     *
     * @param proc where the process file system is mounted: {@code /proc}
     */
    public LinuxDevices(Linux linux, ExportOpener exports, Path proc) {
        OpenWriters writers = new OpenWriters(proc);
        this.linux = linux;
        this.exports = exports;
        this.deviceTargets = new TargetOpener(linux, writers);
        this.fileTargets = new FileTargets(linux, writers);
        this.identities = new IdentityWords(linux.deviceInventory());
    }

    @Override
    public DeviceFacts inspect(String device) {
        return switch (DeviceAddress.of(device, linux.deviceInventory())) {
            case DeviceAddress.Device found -> facts(Subject.ofDevice(device, found, linux));
            case DeviceAddress.Image found -> facts(Subject.ofImage(device, found));
            case DeviceAddress.Export found -> facts(device, found);
        };
    }

    private DeviceFacts facts(Subject subject) {
        try {
            return new DeviceFacts(subject.name(), identities.of(subject), subject.sizeBytes());
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot identify " + subject.name() + ": " + failed, failed);
        }
    }

    private DeviceFacts facts(String device, DeviceAddress.Export export) {
        try (BlockSource source = exports.open(export.uri())) {
            return new DeviceFacts(
                    device, "nbd:" + export.uri(), source.geometry().sizeBytes());
        }
    }

    @Override
    public BlockTarget openTarget(TargetOrder order) {
        Geometries.of(order.target(), order.sizeBytes());
        if (DeviceAddress.EXPORT.matcher(order.target()).matches()) {
            throw new Failure.Invalid("'" + order.target() + "': restores go to a block device or a file");
        }
        Path path = DeviceAddress.absolute(order.target());
        requireOthers(order.target());
        return open(path, order, DeviceAddress::of);
    }

    @Override
    public BlockTarget openOwnTarget(TargetOrder order) {
        Geometries.of(order.target(), order.sizeBytes());
        Path path = DeviceAddress.absolute(order.target());
        BlockTarget target = open(path, order, DeviceAddress::ofOwn);
        return Files.isRegularFile(path) ? target : new ZeroReading(target);
    }

    private BlockTarget open(Path path, TargetOrder order, BiFunction<String, DeviceInventory, DeviceAddress> address) {
        if (FileTargets.absent(path)) {
            requireNoNewDevice(path, order);
            return fileTargets.create(path, order);
        }
        return switch (address.apply(order.target(), linux.deviceInventory())) {
            case DeviceAddress.Device found -> deviceTargets.open(found, order);
            case DeviceAddress.Image found -> fileTargets.open(found.path(), order);
            case DeviceAddress.Export found -> throw new IllegalStateException("an export for a path: " + found);
        };
    }

    @Override
    public void requireOthers(String path) {
        new OwnVolumes(linux.deviceInventory()).requireOthers(path, DeviceAddress.absolute(path));
    }

    /** A mistyped device must not become a file in {@code /dev}; files in its {@code shm} are as good as any. */
    private static void requireNoNewDevice(Path path, TargetOrder order) {
        if (path.startsWith("/dev") && !path.startsWith("/dev/shm")) {
            throw new Failure.NotFound("there is no device " + order.target());
        }
    }
}
