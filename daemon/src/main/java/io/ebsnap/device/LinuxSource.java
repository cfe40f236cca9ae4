package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A block device or image file as a source. Reads go past the page cache where the device was opened so. */
final class LinuxSource implements BlockSource {

    private final String name;
    private final DeviceWindow window;
    private final @Nullable DeviceWindow backing;
    private final @Nullable Holes holes;
    private final VolumeGeometry geometry;

    private LinuxSource(String name, DeviceWindow window, @Nullable DeviceWindow backing, @Nullable Holes holes) {
        this.name = name;
        this.window = window;
        this.backing = backing;
        this.holes = holes;
        this.geometry = Geometries.of(name, window.sizeBytes());
    }

    /** A device or file that others may be writing to, or whose holes cannot be known. */
    static LinuxSource plain(String name, DeviceWindow window) {
        return new LinuxSource(name, window, null, null);
    }

    /** A regular file that nobody writes to: its holes are zeros. */
    static LinuxSource quietFile(String name, DeviceWindow window) {
        return new LinuxSource(name, window, null, new Holes(window));
    }

    /**
     * A loop device over a regular file, where holes of the file are zeros of the device.
     *
     * <p>That is true only while the device has no dirty pages and nobody writes to it: a page that was written to the device
     * but not yet to its file would still be a hole there. So the device must have been flushed, and be frozen, held for
     * exclusive use, or read-only, from that flush to the last read.
     *
     * @param backing the same bytes in the file; closed together with the source
     */
    static LinuxSource quietLoop(String name, DeviceWindow window, DeviceWindow backing) {
        return new LinuxSource(name, window, backing, new Holes(backing));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public VolumeGeometry geometry() {
        return geometry;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        int wanted = target.remaining();
        window.requireInside(offset, wanted);
        int got;
        try {
            got = window.read(target, offset);
        } catch (LinuxException failed) {
            throw new Failure.Unavailable(
                    "cannot read " + wanted + " bytes at offset " + offset + " of " + name + ": " + failed.getMessage()
                            + shrinkage().orElse(""),
                    failed);
        }
        if (got < wanted) {
            throw new Failure.Unavailable(
                    "cannot read " + wanted + " bytes at offset " + offset + " of " + name + ": it ended after " + got
                            + shrinkage().orElse(""),
                    null);
        }
    }

    /**
     * Proves that the device is still as large as when it was opened.
     *
     * <p>Some kernels answer reads of a loop device whose file was cut with zeros instead of an error.
     *
     * @throws Failure.Unavailable if it is not
     */
    void requireSameSize() {
        shrinkage().ifPresent(text -> {
            throw new Failure.Unavailable("what was read of " + name + " is not all of it" + text, null);
        });
    }

    private Optional<String> shrinkage() {
        return shrinkage(window).or(() -> backing == null ? Optional.empty() : shrinkage(backing));
    }

    private static Optional<String> shrinkage(DeviceWindow part) {
        try {
            return part.shrunk()
                    ? Optional.of("; " + part.device().path() + " has shrunk to "
                            + part.device().sizeBytes() + " bytes from "
                            + Math.addExact(part.start(), part.sizeBytes()))
                    : Optional.empty();
        } catch (LinuxException gone) {
            return Optional.of("; " + part.device().path() + " is gone: " + gone.getMessage());
        }
    }

    @Override
    public boolean knownZeros(long offset, long length) {
        window.requireInside(offset, length);
        return holes != null && holes.contain(offset, length);
    }

    @Override
    public void close() {
        Closing.all(name, this::closeWindow, this::closeBacking);
    }

    private void closeWindow() throws LinuxException {
        window.device().close();
    }

    private void closeBacking() throws LinuxException {
        if (backing != null) {
            BlockDevice device = backing.device();
            device.close();
        }
    }
}
