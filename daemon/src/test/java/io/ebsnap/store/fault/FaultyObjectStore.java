package io.ebsnap.store.fault;

import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ReplicaStore;
import io.ebsnap.store.ReplicaUpload;
import io.ebsnap.store.fault.Faults.Operation;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A store in front of another one, in which things go wrong as {@link Faults} decide. */
public final class FaultyObjectStore implements ReplicaStore {

    private static final ObjectName LISTING = new ObjectName("listing");

    private final ReplicaStore store;
    private final Faults faults;

    /** Faults in front of a store, which is closed with this one. */
    public FaultyObjectStore(ReplicaStore store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    @Override
    public ReplicaUpload begin(ObjectName name) {
        faults.before(Operation.BEGIN, name);
        ReplicaUpload upload = store.begin(name);
        try {
            faults.after(Operation.BEGIN, name);
        } catch (RuntimeException e) {
            upload.close();
            throw e;
        }
        return new FaultyUpload(name, upload);
    }

    @Override
    public long size(ObjectName name) {
        return run(Operation.SIZE, name, () -> store.size(name));
    }

    @Override
    public boolean exists(ObjectName name) {
        return run(Operation.EXISTS, name, () -> store.exists(name));
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        run(Operation.READ, name, () -> {
            store.read(name, offset, target);
            return true;
        });
    }

    @Override
    public Stream<ObjectName> list(String prefix) {
        return run(Operation.LIST, LISTING, () -> store.list(prefix));
    }

    @Override
    public boolean delete(ObjectName name) {
        return run(Operation.DELETE, name, () -> store.delete(name));
    }

    @Override
    public long freeBytes() {
        return store.freeBytes();
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> T run(Operation operation, ObjectName name, Supplier<T> call) {
        faults.before(operation, name);
        T result = call.get();
        faults.after(operation, name);
        return result;
    }

    private final class FaultyUpload implements ReplicaUpload {
        private final ObjectName name;
        private final ReplicaUpload upload;

        private FaultyUpload(ObjectName name, ReplicaUpload upload) {
            this.name = name;
            this.upload = upload;
        }

        @Override
        public void append(ByteBuffer bytes) {
            run(Operation.APPEND, name, () -> {
                upload.append(bytes);
                return true;
            });
        }

        @Override
        public long length() {
            return upload.length();
        }

        @Override
        public boolean commitIfAbsent() {
            return run(Operation.COMMIT, name, upload::commitIfAbsent);
        }

        @Override
        public void commitReplacing() {
            run(Operation.COMMIT, name, () -> {
                upload.commitReplacing();
                return true;
            });
        }

        @Override
        public void close() {
            upload.close();
        }
    }
}
