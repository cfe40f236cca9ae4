package io.ebsnap.catalog;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** A view on the heap. */
public final class MemoryCatalogView implements CatalogView {

    private final ConcurrentMap<String, NavigableMap<String, Row>> kinds = new ConcurrentHashMap<>();

    /** A view of nothing. */
    public MemoryCatalogView() {}

    @Override
    public Optional<Row> find(String kind, String id) {
        return Optional.ofNullable(rows(kind).get(id));
    }

    @Override
    public Stream<Row> list(String kind) {
        return List.copyOf(rows(kind).values()).stream();
    }

    @Override
    public void put(String kind, Row row) {
        rows(kind).put(row.id(), row);
    }

    @Override
    public void remove(String kind, String id) {
        rows(kind).remove(id);
    }

    private NavigableMap<String, Row> rows(String kind) {
        return kinds.computeIfAbsent(kind, name -> new ConcurrentSkipListMap<>());
    }
}
