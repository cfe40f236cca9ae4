package io.ebsnap.chunk;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A store that calls a hook before each operation, which may throw instead of it. */
final class HookedObjectStore implements ObjectStore {

    private final ObjectStore store;
    private final Consumer<String> before;

    HookedObjectStore(ObjectStore store, Consumer<String> before) {
        this.store = store;
        this.before = before;
    }

    /** The store behind it. */
    ObjectStore store() {
        return store;
    }

    @Override
    public ObjectUpload begin(ObjectName name) {
        before.accept("begin");
        ObjectUpload upload = store.begin(name);
        return new ObjectUpload() {
            @Override
            public void append(ByteBuffer bytes) {
                before.accept("append");
                upload.append(bytes);
            }

            @Override
            public long length() {
                return upload.length();
            }

            @Override
            public boolean commitIfAbsent() {
                before.accept("commit");
                return upload.commitIfAbsent();
            }

            @Override
            public void close() {
                upload.close();
            }
        };
    }

    @Override
    public long size(ObjectName name) {
        before.accept("size");
        return store.size(name);
    }

    @Override
    public boolean exists(ObjectName name) {
        before.accept("exists");
        return store.exists(name);
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        before.accept("read");
        store.read(name, offset, target);
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        before.accept("list");
        return store.list(prefix);
    }

    @Override
    public boolean delete(ObjectName name) {
        before.accept("delete");
        return store.delete(name);
    }

    @Override
    public long freeBytes() {
        return store.freeBytes();
    }

    @Override
    public void close() {
        store.close();
    }
}
