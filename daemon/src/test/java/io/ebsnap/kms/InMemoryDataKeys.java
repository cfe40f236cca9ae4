package io.ebsnap.kms;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CatalogRecord;
import io.ebsnap.failure.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A catalog in memory that can be told to fail, or to die after its next record is durable. */
final class InMemoryDataKeys implements Catalog {

    /** What the next creation does. */
    enum Mishap {
        NONE,
        BEFORE_RECORD,
        AFTER_RECORD
    }

    private final Map<String, CatalogRecord> records = new ConcurrentSkipListMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile Mishap next = Mishap.NONE;

    void failNext(Mishap mishap) {
        next = mishap;
    }

    @Override
    public <R extends CatalogRecord> Optional<R> find(CatalogKind<R> kind, String id) {
        return Optional.ofNullable(records.get(nameOf(kind, id))).map(kind.type()::cast);
    }

    @Override
    public <R extends CatalogRecord> Stream<R> list(CatalogKind<R> kind) {
        return records.values().stream().filter(kind.type()::isInstance).map(kind.type()::cast);
    }

    @Override
    public <R extends CatalogRecord> void create(CatalogKind<R> kind, R record) {
        Mishap mishap = next;
        next = Mishap.NONE;
        if (mishap == Mishap.BEFORE_RECORD) {
            throw new Failure.Unavailable("the disk is away", null);
        }
        if (records.putIfAbsent(nameOf(kind, record.catalogId()), record) != null) {
            throw new Failure.Conflict(record.catalogId() + " is there already");
        }
        changes.incrementAndGet();
        if (mishap == Mishap.AFTER_RECORD) {
            throw new Failure.Unavailable("the disk is away", null);
        }
    }

    @Override
    public <R extends CatalogRecord> R update(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        R changed = change.apply(find(kind, id).orElseThrow());
        records.put(nameOf(kind, id), changed);
        changes.incrementAndGet();
        return changed;
    }

    @Override
    public <R extends CatalogRecord> boolean delete(CatalogKind<R> kind, String id) {
        return records.remove(nameOf(kind, id)) != null;
    }

    @Override
    public void purgeTombstones() {
        // Nothing is left behind in memory.
    }

    @Override
    public long revision() {
        return changes.get();
    }

    @Override
    public void close() {
        // Nothing to give back.
    }

    private static String nameOf(CatalogKind<?> kind, String id) {
        return kind.name() + "/" + id;
    }
}
