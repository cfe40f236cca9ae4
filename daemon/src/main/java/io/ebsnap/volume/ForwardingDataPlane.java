package io.ebsnap.volume;

import java.nio.ByteBuffer;
import java.util.List;

/** Another data plane, of which a subclass changes a part. */
public class ForwardingDataPlane implements DataPlane {

    private final DataPlane plane;

    /** All calls go to {@code plane}, also {@link #close}. */
    public ForwardingDataPlane(DataPlane plane) {
        this.plane = plane;
    }

    @Override
    public String name() {
        return plane.name();
    }

    @Override
    public long sizeBytes() {
        return plane.sizeBytes();
    }

    @Override
    public boolean readOnly() {
        return plane.readOnly();
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        return plane.readNow(offset, target);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        plane.read(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source, Fua fua) {
        plane.write(offset, source, fua);
    }

    @Override
    public boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        return plane.writeZeroes(offset, length, mode, fua);
    }

    @Override
    public void trim(long offset, long length, Fua fua) {
        plane.trim(offset, length, fua);
    }

    @Override
    public void flush() {
        plane.flush();
    }

    @Override
    public void prefetch(long offset, long length) {
        plane.prefetch(offset, length);
    }

    @Override
    public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        return plane.extents(offset, length, extentsMax);
    }

    @Override
    public void close() {
        plane.close();
    }
}
