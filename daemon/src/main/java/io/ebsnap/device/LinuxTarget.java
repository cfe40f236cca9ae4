package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block device or file as a target, held for exclusive use until it is closed. */
final class LinuxTarget implements BlockTarget {

    private final String name;
    private final DeviceWindow window;
    private final @Nullable Holes holes;
    private final List<Closing.Step> releases;
    private final VolumeGeometry geometry;

    /**
     * A target.
     *
     * @param holes of the regular file that the target is or, a loop device, stores in; null if there is none
     * @param releases what to let go of at the end, in order
     */
    LinuxTarget(String name, DeviceWindow window, @Nullable Holes holes, List<Closing.Step> releases) {
        this.name = name;
        this.window = window;
        this.holes = holes;
        this.releases = List.copyOf(releases);
        this.geometry = Geometries.of(name, window.sizeBytes());
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
    public boolean knownZeros(long offset, long length) {
        window.requireInside(offset, length);
        return holes != null && holes.containNow(offset, length);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        int wanted = target.remaining();
        window.requireInside(offset, wanted);
        try {
            int got = window.read(target, offset);
            if (got < wanted) {
                throw new Failure.Unavailable(
                        "cannot read " + wanted + " bytes at offset " + offset + " of " + name + ": it ended after "
                                + got,
                        null);
            }
        } catch (LinuxException failed) {
            throw failure("cannot read " + wanted + " bytes at offset " + offset + " of ", failed);
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        int length = source.remaining();
        window.requireInside(offset, length);
        try {
            window.device().write(source, Math.addExact(window.start(), offset));
        } catch (LinuxException failed) {
            throw failure("cannot write " + length + " bytes at offset " + offset + " of ", failed);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Punching a hole is the only way to discard that promises zeros, on a device too; where it cannot be done the range is
     * zeroed in the quickest way that the kernel knows. A plain discard promises nothing and is not used.
     */
    @Override
    public void writeZeroes(long offset, long length) {
        window.requireInside(offset, length);
        if (length == 0) {
            return;
        }
        try {
            if (!window.device().punchHole(offset, length)) {
                window.device().zeroOut(offset, length);
            }
        } catch (LinuxException failed) {
            throw failure("cannot zero " + length + " bytes at offset " + offset + " of ", failed);
        }
    }

    @Override
    public void flush() {
        try {
            window.device().sync();
            if (window.device().number().isPresent()) {
                // Pages that somebody cached before the restore must not be served after it.
                window.device().flushBuffers();
            }
        } catch (LinuxException failed) {
            throw failure("cannot make durable what was written to ", failed);
        }
    }

    private Failure failure(String what, LinuxException failed) {
        String message = what + name + ": " + failed.getMessage();
        return failed.errno() == Errno.ENOSPC || failed.errno() == Errno.EDQUOT
                ? new Failure.Exhausted(message, "make room, then restore again: what is right already is kept", failed)
                : new Failure.Unavailable(message, failed);
    }

    @Override
    public void close() {
        Closing.all(name, releases.toArray(Closing.Step[]::new));
    }
}
