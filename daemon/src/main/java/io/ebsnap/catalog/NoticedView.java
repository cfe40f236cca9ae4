package io.ebsnap.catalog;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A view that tells of every change of what it shows, once it shows it. */
final class NoticedView implements CatalogView {

    private final CatalogView view;
    private final BiConsumer<String, String> noticed;

    /** @param noticed is told kind and id */
    NoticedView(CatalogView view, BiConsumer<String, String> noticed) {
        this.view = view;
        this.noticed = noticed;
    }

    @Override
    public Optional<Row> find(String kind, String id) {
        return view.find(kind, id);
    }

    @Override
    public Stream<Row> list(String kind) {
        return view.list(kind);
    }

    @Override
    public void put(String kind, Row row) {
        view.put(kind, row);
        noticed.accept(kind, row.id());
    }

    @Override
    public void remove(String kind, String id) {
        view.remove(kind, id);
        noticed.accept(kind, id);
    }
}
