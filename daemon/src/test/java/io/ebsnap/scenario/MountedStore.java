package io.ebsnap.scenario;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** A store on a disk that can be unmounted: then its directory is empty, and what is put there lies under the mount point. */
public final class MountedStore implements ObjectStore {

    private volatile ObjectStore mounted = new MemoryObjectStore();
    private volatile ObjectStore seen = mounted;

    /** What is on the disk. */
    public ObjectStore mounted() {
        return mounted;
    }

    /** Another disk is mounted. */
    public void replaceBy(ObjectStore other) {
        mounted = other;
        seen = other;
    }

    public void unmount() {
        seen = new MemoryObjectStore();
    }

    public void mount() {
        seen = mounted;
    }

    @Override
    public ObjectUpload begin(ObjectName name) {
        return seen.begin(name);
    }

    @Override
    public long size(ObjectName name) {
        return seen.size(name);
    }

    @Override
    public boolean exists(ObjectName name) {
        return seen.exists(name);
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        seen.read(name, offset, target);
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        return seen.list(prefix);
    }

    @Override
    public boolean delete(ObjectName name) {
        return seen.delete(name);
    }

    @Override
    public long freeBytes() {
        return seen.freeBytes();
    }

    @Override
    public void close() {
        // The disk outlives it.
    }
}
