package io.ebsnap.volume;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.chunk.ChunkLocation;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ChangeSetHeader;
import io.ebsnap.geometry.BlockIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.jspecify.annotations.Nullable;

/** A managed volume that is open: its bytes, who uses them, and what fills it. Safe for use by several threads. */
final class OpenVolume implements Hydratable, AutoCloseable {

    /** Nobody waits longer than ten seconds for an instant to end whose snapshot is completed. */
    private static final int ENDING_LOOKS_MAX = 100;

    private static final int ENDING_LOOK_MILLIS = 100;

    private final LiveVolume live;
    private final SourceBlocks source;
    private final boolean lostWrites;
    private final Milestones milestones;
    private final VolumeBypass bypass;

    /** Who uses it, in words. */
    @GuardedBy("this")
    private final Map<VolumeUse, String> users = new LinkedHashMap<>();

    private final Epochs epochs;

    @GuardedBy("this")
    private boolean closing;

    @GuardedBy("this")
    private boolean closed;

    /** What an earlier daemon has kept, until somebody goes on with it. */
    @GuardedBy("this")
    private @Nullable EpochInstant left;

    /** Whether the target alone holds the volume, and its record says so. */
    private volatile boolean complete;

    /**
     * A volume.
     *
     * @param live belongs to it from now on
     * @param source behind it
     */
    OpenVolume(LiveVolume live, SourceBlocks source, Surroundings around) {
        this.live = live;
        this.source = source;
        this.lostWrites = around.lostWrites();
        this.milestones = around.milestones();
        this.epochs = around.epochs();
        this.bypass = around.bypass();
        this.complete = live.isHydrated();
    }

    /**
     * What a volume has besides its bytes.
     *
     * @param lostWrites whether users may have been told of writes that are not there any more
     * @param milestones notes what has arrived
     * @param epochs how instants of it are kept
     * @param bypass whether the kernel goes to the target past the daemon
     */
    record Surroundings(boolean lostWrites, Milestones milestones, Epochs epochs, VolumeBypass bypass) {}

    /**
     * How instants of a volume are kept.
     *
     * @param buffers for what lies behind the target
     * @param remove removes what kept one
     * @param conflicts says for what one is kept
     */
    record Epochs(BlockBuffers buffers, Runnable remove, EpochConflicts conflicts) {}

    /** Notes durably what the target holds, durably; how much that is: bytes. */
    interface Milestones {
        void bootSetArrived(long bytes);

        void hydrated(long bytes);
    }

    /**
     * Begins a use.
     *
     * @throws Failure if the kernel goes to the target past the daemon, and cannot be brought back
     */
    DataPlane use(boolean readOnly, String user) {
        try (VolumeBypass.Held _ = bypass.hold()) {
            return useAgain(readOnly, user);
        }
    }

    /** Goes on with a use that an earlier daemon began; the kernel may be at the target past the daemon for it. */
    synchronized DataPlane useAgain(boolean readOnly, String user) {
        if (closing) {
            throw new Failure.Conflict(name() + " is being closed");
        }
        VolumeUse use = new VolumeUse(live, readOnly, this::ended, new VolumeDirectUse(this, readOnly));
        users.put(use, user);
        return use;
    }

    /** Has every request come to the daemon, until the answer is closed; while nothing of the volume is locked. */
    VolumeBypass.Held hold() {
        return bypass.hold();
    }

    /** Why the kernel cannot go to the target past the daemon now; empty if it can. */
    synchronized Optional<String> directObstacle() {
        if (!complete) {
            return Optional.of("its content is still arriving");
        }
        Epoch epoch = live.changes().epoch();
        if (epoch != null) {
            return Optional.of(epoch.order().snapshot() + " of it is being taken");
        }
        if (users.size() != 1) {
            return Optional.of("it is also used by others");
        }
        if (closing || bypass.isHeld()) {
            return Optional.of("it is being changed");
        }
        return live.state().target().directObstacle();
    }

    synchronized void beginDirect(DirectUse.Returning user) {
        directObstacle().ifPresent(obstacle -> {
            throw new Failure.Conflict(name() + " cannot be used at native speed now: " + obstacle);
        });
        bypass.begin(user);
    }

    synchronized void goOnDirect(DirectUse.Returning user) {
        if (!complete) {
            throw new Failure.Conflict(name() + " is used at native speed, and its content has not arrived");
        }
        bypass.goOn(user);
    }

    void endDirect() {
        bypass.ended();
    }

    /** It is not known any more what is changed. */
    void forgetChanges() {
        try (BlockLocks.Held _ = live.fence()) {
            live.changes().forget(ChangeSetHeader.DIRECT);
        }
    }

    private synchronized void ended(VolumeUse use) {
        users.remove(use);
    }

    /** Who uses it. */
    synchronized List<String> users() {
        return List.copyOf(users.values());
    }

    /** From now on what is written goes to another target too, as far as a copy has come. */
    MovingTarget beginMoving(VolumeTarget to) {
        return live.beginMoving(to);
    }

    /** A copy of its content. */
    TargetCopy copyInto(MovingTarget target) {
        return new TargetCopy(live, target, epochs.buffers());
    }

    /** From now on its own target alone is written. */
    void endMoving(MovingTarget target) {
        live.endMoving(target);
    }

    /**
     * All who use it, kept waiting until this is closed.
     *
     * @param isComplete whether they are; nobody is if not
     */
    record Suspension(List<VolumeUse> uses, boolean isComplete) implements AutoCloseable {
        @Override
        public void close() {
            uses.forEach(VolumeUse::goOn);
        }
    }

    /** Keeps requests waiting, unless those under way take too long. Nobody may begin a use meanwhile. */
    Suspension suspend() {
        List<VolumeUse> suspended = new ArrayList<>();
        for (VolumeUse use : uses()) {
            if (!use.suspend()) {
                suspended.forEach(VolumeUse::goOn);
                return new Suspension(List.of(), false);
            }
            suspended.add(use);
        }
        return new Suspension(List.copyOf(suspended), true);
    }

    private synchronized List<VolumeUse> uses() {
        return List.copyOf(users.keySet());
    }

    /** Leads everybody who uses it to another volume with the same content. To be called while they are suspended. */
    void leadUsersTo(OpenVolume next) {
        for (VolumeUse use : uses()) {
            next.takeOver(use, userOf(use));
        }
    }

    private synchronized String userOf(VolumeUse use) {
        return users.getOrDefault(use, "");
    }

    private synchronized void takeOver(VolumeUse use, String user) {
        if (use.leadTo(live, this::ended, new VolumeDirectUse(this, use.readOnly()))) {
            users.put(use, user);
        }
    }

    /** Closes it; another one has its content, its users and its changes. */
    synchronized void handOver() {
        closed = true;
        users.clear();
        live.handOver();
    }

    /** An earlier daemon has kept an instant of it. */
    synchronized void keepsInstant(@Nullable EpochInstant instant) {
        left = instant;
    }

    /** The instant that an earlier daemon has kept, once; empty if there is none, or of another snapshot. */
    synchronized Optional<EpochInstant> instantOf(String snapshot) {
        EpochInstant found = left;
        if (found == null || !found.epoch().order().snapshot().equals(snapshot)) {
            return Optional.empty();
        }
        left = null;
        return Optional.of(found);
    }

    /** What was changed. */
    VolumeChanges changes() {
        return live.changes();
    }

    VolumeState state() {
        return live.state();
    }

    BlockLocks.Held fence() {
        return live.fence();
    }

    /** The content at an epoch's instant. */
    EpochSource sourceOf(Epoch epoch) {
        return new EpochSource(live, epoch, epochs.buffers());
    }

    /**
     * Everything that an epoch's instant held is needed, because it is not true what was changed before.
     *
     * @param why the changes are not believed, which is durable first: a later daemon neither believes them nor goes on with the instant
     * @return false if not everything was kept
     */
    synchronized boolean keepAll(Epoch epoch, String why) {
        VolumeChanges changes = live.changes();
        if (closed || changes.epoch() != epoch) {
            return false;
        }
        changes.distrust(why);
        try (BlockLocks.Held _ = live.fence()) {
            return epoch.wantAll(changes.current());
        }
    }

    /**
     * Nobody needs an instant any more.
     *
     * @param completed whether its snapshot is completed; if not, its changes count for the next one
     */
    synchronized void endEpoch(Epoch epoch, boolean completed) {
        VolumeChanges changes = live.changes();
        if (closed || changes.epoch() != epoch) {
            return;
        }
        if (!completed) {
            changes.merge();
        }
        try (BlockLocks.Held _ = live.fence()) {
            if (completed) {
                changes.completed();
            } else {
                changes.merge();
                changes.failed();
            }
        }
        epoch.close();
        changes.tidy();
        epochs.remove().run();
        notifyAll();
    }

    /**
     * Waits for an instant to end whose snapshot is completed: who saw it completed is not to be refused for its sake. Nothing that ending it needs may be
     * locked.
     */
    synchronized void awaitEnding() {
        try {
            for (int look = 0; look < ENDING_LOOKS_MAX && isEnding(); look++) {
                wait(ENDING_LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isEnding() {
        Epoch epoch = live.changes().epoch();
        return epoch != null && epochs.conflicts().isEnding(epoch.order().snapshot());
    }

    /**
     * Lets nobody begin a use any more.
     *
     * @throws Failure.Conflict if somebody uses it
     */
    synchronized void beginClosing() {
        Epoch epoch = live.changes().epoch();
        if (epoch != null) {
            throw epochs.conflicts().of(name(), epoch.order().snapshot());
        }
        if (users.isEmpty()) {
            // One that an earlier daemon has attached and this one does not reach.
            bypass.hold().close();
        } else {
            throw new Failure.Conflict(
                    name() + " is in use by " + String.join(", ", users.values()),
                    "detach it and end its exports first");
        }
        closing = true;
    }

    /**
     * Lets nobody begin a use any more, because its content is to be replaced.
     *
     * @param safety the snapshot that must have all of it
     * @throws Failure.Conflict if somebody uses it, or the snapshot has not
     */
    synchronized void beginReplacing(String safety) {
        ChangeSet since = live.changes().current();
        boolean same = since.since().equals(safety)
                && since.lost() == null
                && since.blocks().next(0) < 0;
        beginClosing();
        if (!same) {
            closing = false;
            throw new Failure.Conflict(
                    name() + " was written since " + safety + ", or that is not its last snapshot",
                    "take another one: ebsnap snapshot create " + name());
        }
    }

    boolean hasLostWrites() {
        return lostWrites;
    }

    boolean isHydrated() {
        return live.isHydrated();
    }

    void grow(long sizeBytes) {
        try (VolumeBypass.Held _ = bypass.hold()) {
            live.grow(sizeBytes);
        }
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
        complete = true;
    }

    /** Makes everything durable and closes it. */
    @Override
    public synchronized void close() {
        closed = true;
        live.close();
    }
}
