package io.ebsnap.store.archive;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ArchiveIdentity;
import io.ebsnap.identity.ArchiveId;
import io.ebsnap.identity.StoreId;
import io.ebsnap.store.ArchivePlace;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.ObjectUpload;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one store's archive. The place may be away: then everything is {@code Unavailable}, and never {@code NotFound} or empty. So whenever
 * an object is not found, and before and after each change, it looks whether the archive's identity is there.
 */
public final class ArchiveObjects implements ObjectStore, ArchivePlace {

    private static final ObjectName IDENTITY = new ObjectName(ArchiveIdentity.OBJECT);

    private final Place place;
    private volatile @Nullable ArchiveId expected;

    @GuardedBy("this")
    private @Nullable ObjectStore open;

    /**
     * Where it is, and whose.
     *
     * @param directory configured for it; empty if none is
     * @param store whose archive it is
     * @param opener opens the objects in the directory, or fails with {@code Unavailable} if that is not there
     * @param names makes the archive's name: 16 random bytes
     */
    public record Place(
            Optional<String> directory, StoreId store, Function<String, ObjectStore> opener, Supplier<byte[]> names) {}

    /**
     * The objects in a place.
     *
     * @param expected the archive that the store has; empty if it has none yet
     */
    public ArchiveObjects(Place place, Optional<ArchiveId> expected) {
        this.place = place;
        this.expected = expected.orElse(null);
    }

    @Override
    public Optional<String> directory() {
        return place.directory();
    }

    @Override
    public boolean isMade() {
        return expected != null;
    }

    @Override
    public void expect(ArchiveId archive) {
        expected = archive;
    }

    @Override
    public ArchiveId make(Instant now) {
        ObjectStore objects = objects();
        Optional<ArchiveIdentity> found = identity(objects);
        if (found.isPresent()) {
            return requireOwn(found.get()).archive();
        }
        try (Stream<ObjectName> others = objects.list("")) {
            if (others.findAny().isPresent()) {
                throw new Failure.Conflict(
                        where() + " holds something else than an archive",
                        "name an empty directory, see ebsnapd.conf(5)");
            }
        }
        ArchiveIdentity identity =
                new ArchiveIdentity(place.store(), ArchiveId.of(place.names().get()), now);
        if (!objects.putIfAbsent(IDENTITY, ByteBuffer.wrap(identity.encode()))) {
            throw new Failure.Conflict("somebody else made an archive in " + where() + " just now");
        }
        return identity.archive();
    }

    @Override
    public void requireThere() {
        ArchiveId wanted = expected;
        if (wanted == null) {
            throw new Failure.Unavailable(
                    "there is no archive yet: the first snapshot that is archived makes it", null);
        }
        ArchiveIdentity found = identity(objects())
                .orElseThrow(() -> new Failure.Unavailable(
                        "the archive is not in " + where() + ": is the file system mounted?", null));
        if (!requireOwn(found).archive().equals(wanted)) {
            throw new Failure.Unavailable(
                    "in " + where() + " is archive " + found.archive() + " instead of " + wanted, null);
        }
    }

    @Override
    public ObjectUpload begin(ObjectName name) {
        requireThere();
        return new GuardedUpload(objects().begin(name));
    }

    @Override
    public long size(ObjectName name) {
        return found(() -> objects().size(name));
    }

    @Override
    public boolean exists(ObjectName name) {
        boolean exists = objects().exists(name);
        if (!exists) {
            requireThere();
        }
        return exists;
    }

    @Override
    public void read(ObjectName name, long offset, ByteBuffer target) {
        int begin = target.position();
        Long unused = found(() -> {
            objects().read(name, offset, target.position(begin));
            return 0L;
        });
    }

    /** The archive may go away while it is listed: what was left out then is told at the end. */
    @Override
    public Stream<ObjectName> list(String prefix) {
        requireThere();
        Stream<ObjectName> last = Stream.of(IDENTITY).filter(any -> {
            requireThere();
            return false;
        });
        return Stream.concat(objects().list(prefix), last);
    }

    @Override
    public boolean delete(ObjectName name) {
        requireThere();
        return objects().delete(name);
    }

    @Override
    public long freeBytes() {
        requireThere();
        return objects().freeBytes();
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.close();
        }
    }

    private <T> T found(Supplier<T> look) {
        try {
            return look.get();
        } catch (Failure.NotFound e) {
            requireThere();
            throw e;
        }
    }

    private synchronized ObjectStore objects() {
        if (open == null) {
            String directory = place.directory()
                    .orElseThrow(() -> new Failure.Unavailable(
                            "no directory is configured for the archive: archive.directory, see ebsnapd.conf(5)",
                            null));
            open = place.opener().apply(directory);
        }
        return open;
    }

    private Optional<ArchiveIdentity> identity(ObjectStore objects) {
        if (!objects.exists(IDENTITY)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[ArchiveIdentity.BYTES];
        objects.read(IDENTITY, 0, ByteBuffer.wrap(bytes));
        return Optional.of(ArchiveIdentity.decode(bytes));
    }

    private ArchiveIdentity requireOwn(ArchiveIdentity found) {
        if (!found.store().equals(place.store())) {
            throw new Failure.Unavailable(
                    "in " + where() + " is the archive of store " + found.store() + ", and not of this store", null);
        }
        return found;
    }

    private String where() {
        return place.directory().orElse("nowhere");
    }

    /** An upload that counts only if the archive is still there when it is done. */
    private final class GuardedUpload implements ObjectUpload {
        private final ObjectUpload upload;

        GuardedUpload(ObjectUpload upload) {
            this.upload = upload;
        }

        @Override
        public void append(ByteBuffer bytes) {
            upload.append(bytes);
        }

        @Override
        public long length() {
            return upload.length();
        }

        @Override
        public boolean commitIfAbsent() {
            boolean put = upload.commitIfAbsent();
            requireThere();
            return put;
        }

        @Override
        public void close() {
            upload.close();
        }
    }
}
