package io.ebsnap.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A catalog in memory. Its content outlives {@link #close()}, as a store's does a daemon. */
public final class MemoryCatalog implements Catalog {

    @GuardedBy("this")
    private final Map<String, Map<String, CatalogRecord>> kinds = new TreeMap<>();

    @GuardedBy("this")
    private long revision;

    /** An empty catalog. */
    public MemoryCatalog() {}

    @Override
    public synchronized <R extends CatalogRecord> Optional<R> find(CatalogKind<R> kind, String id) {
        return Optional.ofNullable(records(kind).get(id)).map(kind.type()::cast);
    }

    @Override
    public synchronized <R extends CatalogRecord> Stream<R> list(CatalogKind<R> kind) {
        return List.copyOf(records(kind).values()).stream().map(kind.type()::cast);
    }

    @Override
    public synchronized <R extends CatalogRecord> void create(CatalogKind<R> kind, R record) {
        if (records(kind).putIfAbsent(record.catalogId(), record) != null) {
            throw new Failure.Conflict(record.catalogId() + " exists");
        }
        revision++;
    }

    @Override
    public synchronized <R extends CatalogRecord> R update(CatalogKind<R> kind, String id, UnaryOperator<R> change) {
        R old = find(kind, id).orElseThrow(() -> new Failure.NotFound("there is no " + id));
        R changed = change.apply(old);
        records(kind).put(id, changed);
        revision++;
        return changed;
    }

    @Override
    public synchronized <R extends CatalogRecord> boolean delete(CatalogKind<R> kind, String id) {
        revision++;
        return records(kind).remove(id) != null;
    }

    @Override
    public void purgeTombstones() {}

    @Override
    public synchronized long revision() {
        return revision;
    }

    @Override
    public void close() {}

    @GuardedBy("this")
    private Map<String, CatalogRecord> records(CatalogKind<?> kind) {
        return kinds.computeIfAbsent(kind.name(), unused -> new TreeMap<>());
    }
}
