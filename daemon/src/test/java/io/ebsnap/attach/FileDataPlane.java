package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.BlockDevices;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.VolumeExtent;
import io.ebsnap.volume.ZeroMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * A volume that is a plain file, so that another process can go on with it. It goes past the page cache, as whatever serves a
 * device must: a writer to the page cache is made to wait until pages of the device that it serves are written.
 */
final class FileDataPlane implements DataPlane {

    private final BlockDevice file;
    private final long size;

    FileDataPlane(BlockDevices devices, Path path, long size) {
        try {
            this.file = devices.open(path, DeviceAccess.readWrite().directIfPossible());
        } catch (IOException failed) {
            throw unavailable(failed);
        }
        this.size = size;
    }

    private static Failure unavailable(IOException failed) {
        return new Failure.Unavailable(String.valueOf(failed.getMessage()), failed);
    }

    private void requireWithin(long offset, long length) {
        if (offset < 0 || length < 0 || length > size - offset) {
            throw new Failure.Invalid(length + " bytes at " + offset + " are not within the volume");
        }
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public long sizeBytes() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        return false;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        requireWithin(offset, target.remaining());
        try {
            file.read(target, offset);
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public void write(long offset, ByteBuffer source, Fua fua) {
        requireWithin(offset, source.remaining());
        try {
            file.write(source, offset);
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        requireWithin(offset, length);
        try {
            file.zeroOut(offset, length);
            return true;
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public void trim(long offset, long length, Fua fua) {
        requireWithin(offset, length);
        try {
            file.punchHole(offset, length);
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public void flush() {
        try {
            file.syncData();
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    @Override
    public void prefetch(long offset, long length) {}

    @Override
    public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        return List.of(new VolumeExtent(length, false, false, true));
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }
}
