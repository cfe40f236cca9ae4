package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.CatalogEnvelope;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.Replica;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The versions of records as the store's objects: finding, reading, writing and removing them, without looking into them. */
final class StoredVersions {

    private final ObjectStore store;

    StoredVersions(ObjectStore store) {
        this.store = store;
    }

    /** The sequence numbers of a record that are there, in ascending order. */
    List<Long> of(RecordName.Key key) {
        try (Stream<ObjectName> names = store.list(key.prefix())) {
            return names.flatMap(name -> RecordName.parse(name).stream())
                    .map(RecordName::sequence)
                    .sorted()
                    .toList();
        }
    }

    /**
     * The sequence numbers of all records.
     *
     * @param strange is given each object below {@code catalog/} that has no record's name
     */
    SortedMap<RecordName.Key, SortedSet<Long>> all(Consumer<ObjectName> strange) {
        SortedMap<RecordName.Key, SortedSet<Long>> all = new TreeMap<>();
        try (Stream<ObjectName> names = store.list(RecordName.PREFIX)) {
            names.forEach(name -> RecordName.parse(name)
                    .ifPresentOrElse(
                            found -> all.computeIfAbsent(found.key(), key -> new TreeSet<>())
                                    .add(found.sequence()),
                            () -> strange.accept(name)));
        }
        return all;
    }

    /**
     * The bytes of a version, whose frame is whole.
     *
     * @throws Failure.Corrupt if the frame is not
     */
    byte[] read(RecordName name) {
        return read(name, bytes -> bytes);
    }

    /**
     * What is made of the bytes of a version; where that fails, of those of another zone's copy, and the bad one is healed in the background.
     *
     * @param proof makes it, or throws {@code Failure.Corrupt}
     * @throws Failure.Corrupt if no copy is whole
     */
    <T> T read(RecordName name, Function<byte[], T> proof) {
        try {
            return proof.apply(read(name, store));
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld e) {
            return elsewhere(name, proof).orElseThrow(() -> e);
        }
    }

    private <T> Optional<T> elsewhere(RecordName name, Function<byte[], T> proof) {
        List<Replica> replicas = store.replicas().live();
        if (replicas.size() < 2) {
            return Optional.empty();
        }
        for (Replica replica : replicas) {
            try {
                T proven = proof.apply(read(name, replica.objects()));
                store.replicas().suspect(name.object());
                return Optional.of(proven);
            } catch (Failure.Corrupt | Failure.NotFound | Failure.Unavailable | Failure.TooNew | Failure.TooOld e) {
                // The next one may be better; if none is, the first failure says why.
            }
        }
        return Optional.empty();
    }

    private static byte[] read(RecordName name, ObjectStore store) {
        ObjectName object = name.object();
        long size = store.size(object);
        if (size > CatalogEnvelope.BYTES_MAX) {
            throw new Failure.Corrupt(
                    object + " has " + size + " bytes; at most " + CatalogEnvelope.BYTES_MAX + " are a catalog record");
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        store.read(object, 0, ByteBuffer.wrap(bytes));
        return CatalogEnvelope.decode(bytes).bytes();
    }

    /** Puts a version unless one of that number is there. */
    boolean put(RecordName name, byte[] object) {
        return store.putIfAbsent(name.object(), ByteBuffer.wrap(object));
    }

    /** Removes one version. */
    void delete(RecordName name) {
        store.delete(name.object());
    }

    /** Removes the versions of a record that are older than {@code newest}, the oldest first. */
    void deleteOlder(RecordName newest) {
        List<Long> older = new ArrayList<>(of(newest.key()));
        older.removeIf(sequence -> sequence >= newest.sequence());
        for (long sequence : older) {
            delete(new RecordName(newest.key(), sequence));
        }
    }
}
