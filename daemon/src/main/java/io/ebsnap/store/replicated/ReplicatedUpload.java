package io.ebsnap.store.replicated;

import io.ebsnap.failure.Failure;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectUpload;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An object on its way into several zones. One that refuses is left out; when all have refused, so does this. */
final class ReplicatedUpload implements ObjectUpload {

    private final ReplicatedObjectStore store;
    private final ObjectName name;
    private final Map<ZoneReplica, Part> parts = new LinkedHashMap<>();
    private long length;
    private boolean failed;
    private boolean ended;

    /** The upload into one zone. */
    static final class Part {
        private final int opening;
        private final @Nullable ObjectUpload upload;
        private @Nullable Failure failure;

        private Part(int opening, @Nullable ObjectUpload upload, @Nullable Failure failure) {
            this.opening = opening;
            this.upload = upload;
            this.failure = failure;
        }

        Optional<Failure> failure() {
            return Optional.ofNullable(failure);
        }
    }

    private ReplicatedUpload(ReplicatedObjectStore store, ObjectName name) {
        this.store = store;
        this.name = name;
    }

    /**
     * Begins an upload into all of some zones.
     *
     * @throws Failure of the first one, if all refuse
     */
    static ReplicatedUpload begin(ReplicatedObjectStore store, ObjectName name, List<ZoneReplica> replicas) {
        ReplicatedUpload upload = new ReplicatedUpload(store, name);
        for (ZoneReplica replica : replicas) {
            int opening = replica.opening();
            try {
                upload.parts.put(replica, new Part(opening, replica.begin(name), null));
            } catch (Failure e) {
                upload.parts.put(replica, new Part(opening, null, e));
            } catch (RuntimeException | Error e) {
                upload.close();
                throw e;
            }
        }
        upload.requireOneLeft();
        return upload;
    }

    @Override
    public void append(ByteBuffer bytes) {
        requireOpen();
        failed = true;
        int count = bytes.remaining();
        for (Part part : parts.values()) {
            append(part, bytes.duplicate());
        }
        requireOneLeft();
        failed = false;
        bytes.position(bytes.limit());
        length += count;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean commitIfAbsent() {
        requireOpen();
        failed = true;
        boolean put = store.commit(name, this);
        ended = true;
        closeParts();
        return put;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            closeParts();
        }
    }

    /** The upload into a zone as that is open now; empty if the zone came later. */
    Optional<Part> part(ZoneReplica replica) {
        return Optional.ofNullable(parts.get(replica)).filter(part -> part.opening == replica.opening());
    }

    /** Commits one part, if it has not failed before. */
    boolean commit(ZoneReplica replica, Part part) {
        ObjectUpload upload = part.upload;
        if (part.failure != null) {
            throw part.failure;
        }
        if (upload == null) {
            throw new IllegalStateException("no upload of " + name + " into " + replica.zone());
        }
        return replica.commit(upload);
    }

    private static void append(Part part, ByteBuffer bytes) {
        ObjectUpload upload = part.upload;
        if (part.failure == null && upload != null) {
            try {
                upload.append(bytes);
            } catch (Failure e) {
                part.failure = e;
            }
        }
    }

    private void requireOneLeft() {
        if (parts.values().stream().allMatch(part -> part.failure != null)) {
            Failure first = parts.values().stream()
                    .flatMap(part -> part.failure().stream())
                    .findFirst()
                    .orElseGet(() -> new Failure.Unavailable("no zone takes " + name, null));
            close();
            throw first;
        }
    }

    /** What a zone that has failed leaves behind, its next opening removes. */
    private void closeParts() {
        for (Part part : parts.values()) {
            ObjectUpload upload = part.upload;
            if (upload != null) {
                try {
                    upload.close();
                } catch (Failure e) {
                    if (part.failure == null) {
                        part.failure = e;
                    }
                }
            }
        }
    }

    private void requireOpen() {
        if (ended || failed) {
            throw new IllegalStateException("the upload of " + name + " has ended");
        }
    }
}
