package io.ebsnap.store.memory;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.ReplicaUpload;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Objects on the heap. "Durable" means: as long as this object lives; closing it changes nothing, so that a test can close
 * everything above it and open it again on the same store.
 */
public final class MemoryObjectStore implements ReplicaStore {

    private final ConcurrentMap<ObjectName, MemoryObject> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong freeBytes;

    /** A store with room for everything the heap has room for. */
    public MemoryObjectStore() {
        this(Long.MAX_VALUE);
    }

    /** A store with room for {@code capacityBytes}. */
    public MemoryObjectStore(long capacityBytes) {
        this.freeBytes = new AtomicLong(capacityBytes);
    }

    @Override
    public ReplicaUpload begin(ObjectName name) {
        return new MemoryUpload(this, name);
    }

    @Override
    public long size(ObjectName name) {
        return require(name).length();
    }

    @Override
    public boolean exists(ObjectName name) {
        return objects.containsKey(name);
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        MemoryObject object = require(name);
        if (offset < 0) {
            throw new IllegalArgumentException("offset " + offset + " of " + name);
        }
        if (offset > object.length() - target.remaining()) {
            throw new Failure.Corrupt("reading " + target.remaining() + " bytes at " + offset + " of " + name
                    + ": it ends at " + object.length());
        }
        object.read(offset, target);
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        return List.copyOf(objects.keySet()).stream()
                .filter(name -> name.value().startsWith(prefix));
    }

    @Override
    public boolean delete(ObjectName name) {
        MemoryObject removed = objects.remove(name);
        if (removed == null) {
            return false;
        }
        release(removed.length());
        return true;
    }

    @Override
    public long freeBytes() {
        return freeBytes.get();
    }

    @Override
    public void close() {
        // Nothing is held that the collector would not free.
    }

    void reserve(ObjectName name, long bytes) {
        long left = freeBytes.addAndGet(-bytes);
        if (left < 0) {
            freeBytes.addAndGet(bytes);
            throw new Failure.Exhausted("putting " + name + ": no room for " + bytes + " more bytes", null);
        }
    }

    void release(long bytes) {
        freeBytes.addAndGet(bytes);
    }

    boolean commit(ObjectName name, MemoryObject object) {
        return objects.putIfAbsent(name, object) == null;
    }

    void replace(ObjectName name, MemoryObject object) {
        MemoryObject replaced = objects.put(name, object);
        if (replaced != null) {
            release(replaced.length());
        }
    }

    private MemoryObject require(ObjectName name) {
        MemoryObject object = objects.get(name);
        if (object == null) {
            throw new Failure.NotFound("there is no object " + name);
        }
        return object;
    }
}
