package io.ebsnap.device;

import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;

/** An instant's source that gives the instant up when it is closed. */
final class OwningSource implements BlockSource {

    private final PointInTime instant;

    OwningSource(PointInTime instant) {
        this.instant = instant;
    }

    @Override
    public String name() {
        return instant.source().name();
    }

    @Override
    public VolumeGeometry geometry() {
        return instant.source().geometry();
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        instant.source().read(offset, target);
    }

    @Override
    public boolean knownZeros(long offset, long length) {
        return instant.source().knownZeros(offset, length);
    }

    @Override
    public void close() {
        instant.close();
    }
}
