package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;

/** A managed volume that is open: its bytes, who uses them, and what fills it. Safe for use by several threads. */
final class OpenVolume implements Hydratable, AutoCloseable {

    private final LiveVolume live;
    private final SourceBlocks source;
    private final boolean lostWrites;
    private final Milestones milestones;

    @GuardedBy("this")
    private final List<String> users = new ArrayList<>();

    @GuardedBy("this")
    private boolean closing;

    /**
     * A volume.
     *
     * @param live belongs to it from now on
     * @param source behind it
     * @param lostWrites whether users may have been told of writes that are not there any more
     * @param milestones notes what has arrived
     */
    OpenVolume(LiveVolume live, SourceBlocks source, boolean lostWrites, Milestones milestones) {
        this.live = live;
        this.source = source;
        this.lostWrites = lostWrites;
        this.milestones = milestones;
    }

    /** Notes durably what the target holds, durably; how much that is: bytes. */
    interface Milestones {
        void bootSetArrived(long bytes);

        void hydrated(long bytes);
    }

    /** Begins a use. */
    synchronized DataPlane use(boolean readOnly, String user) {
        if (closing) {
            throw new Failure.Conflict(name() + " is being closed");
        }
        users.add(user);
        return new VolumeUse(live, readOnly, () -> ended(user));
    }

    private synchronized void ended(String user) {
        users.remove(user);
    }

    /** Who uses it. */
    synchronized List<String> users() {
        return List.copyOf(users);
    }

    /**
     * Lets nobody begin a use any more.
     *
     * @throws Failure.Conflict if somebody uses it
     */
    synchronized void beginClosing() {
        if (!users.isEmpty()) {
            throw new Failure.Conflict(
                    name() + " is in use by " + String.join(", ", users), "detach it and end its exports first");
        }
        closing = true;
    }

    boolean hasLostWrites() {
        return lostWrites;
    }

    boolean isHydrated() {
        return live.isHydrated();
    }

    void grow(long sizeBytes) {
        live.grow(sizeBytes);
    }

    @Override
    public String name() {
        return live.name();
    }

    @Override
    public PrimitiveIterator.OfLong mustFillFrom(BlockIndex first) {
        return live.startsAsZeros()
                ? source.contentFrom(first)
                : new BlockRun(
                        first.value(), Units.blockOf(live.sizeBytes() - 1).value());
    }

    @Override
    public boolean mustFill(BlockIndex block) {
        return !live.startsAsZeros() || !source.isHole(block);
    }

    @Override
    public Optional<ChunkLocation> placeOf(BlockIndex block) {
        return source.placeOf(block);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        live.readUnseen(offset, target);
    }

    @Override
    public long sizeBytes() {
        return live.sizeBytes();
    }

    @Override
    public int lengthOf(BlockIndex block) {
        return Units.length(block, live.sizeBytes());
    }

    @Override
    public boolean isPresent(BlockIndex block) {
        return live.isPresent(block);
    }

    @Override
    public boolean fillIfAbsent(BlockIndex block) {
        return live.fillIfAbsent(block);
    }

    @Override
    public boolean isInDemand() {
        return live.isInDemand();
    }

    @Override
    public void watchedBy(VolumeWatcher watcher) {
        live.watchedBy(watcher);
    }

    @Override
    public void flush() {
        live.flush();
    }

    @Override
    public void bootSetArrived(long bytes) {
        live.flush();
        milestones.bootSetArrived(bytes);
    }

    @Override
    public void hydrated(long bytes) {
        live.endHydration();
        milestones.hydrated(bytes);
    }

    /** Makes everything durable and closes it. */
    @Override
    public void close() {
        live.close();
    }
}
