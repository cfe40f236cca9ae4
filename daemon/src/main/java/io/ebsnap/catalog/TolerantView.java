package io.ebsnap.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A view in front of another one that may be unable to take changes for a while, because its disk is full: what it would not
 * take is kept here. A change is durable in the store before it gets here, so the view must not be what makes it fail.
 */
final class TolerantView implements CatalogView {

    private static final Logger LOG = LoggerFactory.getLogger(TolerantView.class);
    private static final int KEPT_MAX = 1024;

    private final CatalogView view;

    /** What the view does not have yet; empty if the record is gone. */
    @GuardedBy("this")
    private final NavigableMap<RecordName.Key, Optional<Row>> kept = new TreeMap<>();

    TolerantView(CatalogView view) {
        this.view = view;
    }

    @Override
    public synchronized Optional<Row> find(String kind, String id) {
        Optional<Row> mine = kept.get(new RecordName.Key(kind, id));
        return mine == null ? view.find(kind, id) : mine;
    }

    @Override
    public synchronized Stream<Row> list(String kind) {
        Map<String, Optional<Row>> mine = new TreeMap<>();
        kept.forEach((key, row) -> {
            if (key.kind().equals(kind)) {
                mine.put(key.id(), row);
            }
        });
        return mine.isEmpty() ? view.list(kind) : merged(kind, mine);
    }

    @Override
    public void put(String kind, Row row) {
        change(new RecordName.Key(kind, row.id()), Optional.of(row));
    }

    @Override
    public void remove(String kind, String id) {
        change(new RecordName.Key(kind, id), Optional.empty());
    }

    private Stream<Row> merged(String kind, Map<String, Optional<Row>> mine) {
        List<Row> rows = new ArrayList<>();
        try (Stream<Row> others = view.list(kind)) {
            others.filter(row -> !mine.containsKey(row.id())).forEach(rows::add);
        }
        mine.values().forEach(row -> row.ifPresent(rows::add));
        rows.sort(Comparator.comparing(Row::id));
        return rows.stream();
    }

    private synchronized void change(RecordName.Key key, Optional<Row> row) {
        kept.put(key, row);
        try {
            for (RecordName.Key waiting : List.copyOf(kept.keySet())) {
                hand(waiting, kept.getOrDefault(waiting, Optional.empty()));
                kept.remove(waiting);
            }
        } catch (Failure.Exhausted | Failure.Unavailable e) {
            if (kept.size() > KEPT_MAX) {
                throw e;
            }
            LOG.warn("the index takes no changes of the catalog, {} are waiting: {}", kept.size(), e.getMessage());
        }
    }

    private void hand(RecordName.Key key, Optional<Row> row) {
        row.ifPresentOrElse(there -> view.put(key.kind(), there), () -> view.remove(key.kind(), key.id()));
    }
}
