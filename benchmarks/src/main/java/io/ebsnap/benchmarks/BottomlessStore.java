package io.ebsnap.benchmarks;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** A store that takes everything and keeps nothing, so that a bench may go on for ever. */
final class BottomlessStore implements ObjectStore {

    private final ObjectStore nothing = new MemoryObjectStore();

    @Override
    public ObjectUpload begin(ObjectName name) {
        return new Upload();
    }

    @Override
    public long size(ObjectName name) {
        return nothing.size(name);
    }

    @Override
    public boolean exists(ObjectName name) {
        return false;
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        nothing.read(name, offset, target);
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        return Stream.empty();
    }

    @Override
    public boolean delete(ObjectName name) {
        return false;
    }

    @Override
    public long freeBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void close() {
        nothing.close();
    }

    /** Counts what it drops. */
    private static final class Upload implements ObjectUpload {

        private long length;

        @Override
        public void append(ByteBuffer bytes) {
            length += bytes.remaining();
            bytes.position(bytes.limit());
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public boolean commitIfAbsent() {
            return true;
        }

        @Override
        public void close() {}
    }
}
