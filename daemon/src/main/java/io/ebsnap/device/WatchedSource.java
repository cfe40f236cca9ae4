package io.ebsnap.device;

import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;

/** A source of which every read is followed by a look at whether its instant still holds, so that a lost one ends the work soon. */
final class WatchedSource implements BlockSource {

    private final BlockSource source;
    private final Runnable watch;

    /** @param watch throws when the instant is lost */
    WatchedSource(BlockSource source, Runnable watch) {
        this.source = source;
        this.watch = watch;
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public VolumeGeometry geometry() {
        return source.geometry();
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        source.read(offset, target);
        watch.run();
    }

    @Override
    public boolean knownZeros(long offset, long length) {
        return source.knownZeros(offset, length);
    }

    @Override
    public void close() {
        source.close();
    }
}
