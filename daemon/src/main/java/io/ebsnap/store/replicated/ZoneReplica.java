package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.ZoneEntry;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.ReplicaUpload;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One zone as the running daemon has it: its objects while they are open, and how it does. Whoever uses the objects holds a
 * read lock for that long, so that they can be closed, and their file system unmounted, when the zone is out. Safe for use by several threads.
 */
final class ZoneReplica implements ReplicaStore {

    /** What the zone is used for. */
    enum Mode {
        /** Read and written: it has everything. */
        LIVE,
        /** Written, and not read: it is being brought level. */
        SYNCING,
        /** Neither. */
        OUT
    }

    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private volatile ZoneEntry entry;
    private volatile Mode mode = Mode.OUT;
    private volatile String trouble = "";
    private volatile int percent;

    /** Counts openings: an upload that was begun before an opening is not one into what was opened. */
    private final AtomicInteger opening = new AtomicInteger();

    private volatile @Nullable ReplicaStore objects;

    ZoneReplica(ZoneEntry entry) {
        this.entry = entry;
    }

    ZoneEntry entry() {
        return entry;
    }

    void entry(ZoneEntry to) {
        entry = to;
    }

    String zone() {
        return entry.name();
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode to) {
        mode = to;
    }

    /** Whether what is put must be put here too. */
    boolean isWritten() {
        return mode != Mode.OUT;
    }

    boolean isLive() {
        return mode == Mode.LIVE;
    }

    /** What is wrong; empty if nothing is. */
    String trouble() {
        return trouble;
    }

    void trouble(String to) {
        trouble = to;
    }

    int percent() {
        return percent;
    }

    void percent(int to) {
        percent = to;
    }

    int opening() {
        return opening.get();
    }

    /** Puts opened objects in the place of those from before, which are closed. */
    void open(ReplicaStore opened) {
        use.writeLock().lock();
        try {
            closeObjects();
            objects = opened;
            opening.incrementAndGet();
        } finally {
            use.writeLock().unlock();
        }
    }

    boolean isClosed() {
        return objects == null;
    }

    /** Closes the objects if nobody uses them just now; who hangs in a dead file system is not waited for. */
    void closeIfUnused() {
        if (use.writeLock().tryLock()) {
            try {
                closeObjects();
            } finally {
                use.writeLock().unlock();
            }
        }
    }

    @Override
    public ReplicaUpload begin(ObjectName name) {
        return using(store -> store.begin(name));
    }

    @Override
    public long size(ObjectName name) {
        return using(store -> store.size(name));
    }

    @Override
    public boolean exists(ObjectName name) {
        return using(store -> store.exists(name));
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        boolean unused = using(store -> {
            store.read(name, offset, target);
            return true;
        });
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        return using(store -> store.list(prefix));
    }

    @Override
    public boolean delete(ObjectName name) {
        return using(store -> store.delete(name));
    }

    @Override
    public long freeBytes() {
        return using(ObjectStore::freeBytes);
    }

    /** Commits an upload that was begun here. */
    boolean commit(ObjectUpload upload) {
        return using(store -> upload.commitIfAbsent());
    }

    /** Commits an upload that was begun here, in the place of what has its name. */
    void replace(ReplicaUpload upload) {
        boolean unused = using(store -> {
            upload.commitReplacing();
            return true;
        });
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            closeObjects();
        } finally {
            use.writeLock().unlock();
        }
    }

    private <T> T using(Function<ReplicaStore, T> call) {
        use.readLock().lock();
        try {
            ReplicaStore opened = objects;
            if (opened == null) {
                throw new Failure.Unavailable("zone " + zone() + " is not in use", null);
            }
            return call.apply(opened);
        } finally {
            use.readLock().unlock();
        }
    }

    private void closeObjects() {
        ObjectStore closing = objects;
        objects = null;
        if (closing != null) {
            closing.close();
        }
    }
}
