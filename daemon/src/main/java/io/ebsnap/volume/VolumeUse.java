package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One user's way to a live volume. */
final class VolumeUse implements DataPlane {

    /** So long are others kept waiting behind a request that takes long. */
    private static final int SUSPENSION_SECONDS_MAX = 2;

    private final boolean readOnly;
    private volatile LiveVolume volume;
    private volatile Consumer<VolumeUse> ended;
    private volatile @Nullable DirectUse direct;
    private final ReentrantReadWriteLock life = new ReentrantReadWriteLock();

    @GuardedBy("life")
    private boolean closed;

    /**
     * A use of a volume.
     *
     * @param ended is called once when it is closed
     * @param direct the way past it; null if there is none
     */
    VolumeUse(LiveVolume volume, boolean readOnly, Consumer<VolumeUse> ended, @Nullable DirectUse direct) {
        this.volume = volume;
        this.readOnly = readOnly;
        this.ended = ended;
        this.direct = direct;
    }

    /**
     * Keeps requests waiting, once those under way have ended; the same thread lets them go on.
     *
     * @return whether it does: those under way may take too long
     */
    boolean suspend() {
        try {
            return life.writeLock().tryLock(SUSPENSION_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Lets requests go on. */
    void goOn() {
        life.writeLock().unlock();
    }

    /**
     * Leads it to another volume with the same content. To be called while it is suspended.
     *
     * @return whether it is not closed: then it is a use of that one from now on
     */
    boolean leadTo(LiveVolume next, Consumer<VolumeUse> nextEnded, DirectUse nextDirect) {
        life.writeLock().lock();
        try {
            if (!closed) {
                volume = next;
                ended = nextEnded;
                direct = nextDirect;
            }
            return !closed;
        } finally {
            life.writeLock().unlock();
        }
    }

    @Override
    public Optional<DirectUse> direct() {
        return Optional.ofNullable(direct);
    }

    @Override
    public String name() {
        return volume.name();
    }

    @Override
    public long sizeBytes() {
        return volume.sizeBytes();
    }

    @Override
    public boolean readOnly() {
        return readOnly;
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        return answered(live -> live.readNow(offset, target));
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        open(live -> live.read(offset, target));
    }

    @Override
    public void write(long offset, ByteBuffer source, Fua fua) {
        requireWritable();
        open(live -> live.write(offset, source, fua));
    }

    @Override
    public boolean writeZeroes(long offset, long length, ZeroMode mode, Fua fua) {
        requireWritable();
        return answered(live -> live.writeZeroes(offset, length, mode, fua));
    }

    @Override
    public void trim(long offset, long length, Fua fua) {
        requireWritable();
        open(live -> live.trim(offset, length, fua));
    }

    @Override
    public void flush() {
        open(LiveVolume::flush);
    }

    @Override
    public void prefetch(long offset, long length) {
        open(live -> live.prefetch(offset, length));
    }

    @Override
    public List<VolumeExtent> extents(long offset, long length, int extentsMax) {
        return answered(live -> live.extents(offset, length, extentsMax));
    }

    @Override
    public void close() {
        Consumer<VolumeUse> told;
        life.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            told = ended;
        } finally {
            life.writeLock().unlock();
        }
        told.accept(this);
    }

    private void requireWritable() {
        if (readOnly) {
            throw new Failure.Denied(name() + " is read-only");
        }
    }

    private void open(Consumer<LiveVolume> call) {
        boolean unused = answered(live -> {
            call.accept(live);
            return true;
        });
    }

    /** The volume is looked up when no other one can take its place any more. */
    private <T> T answered(Function<LiveVolume, T> call) {
        life.readLock().lock();
        try {
            if (closed) {
                throw new Failure.Conflict(name() + " was closed");
            }
            return call.apply(volume);
        } finally {
            life.readLock().unlock();
        }
    }
}
