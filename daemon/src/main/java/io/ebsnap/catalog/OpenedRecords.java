package io.ebsnap.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest records of a kind of which there may be many, opened and kept, so that a list of them opens only those that have changed since the one
 * before. Bounded by the bytes of their objects: where they are more, nothing is kept, and now and then it is tried again. Safe for use by several threads.
 *
 * @param <R> the type of the records
 */
final class OpenedRecords<R extends CatalogRecord> {

    /** After so many changes it is tried again whether the records are few enough. */
    private static final int CHANGES_BEFORE_RETRY = 4096;

    private final CatalogKind<R> kind;
    private final long bytesMax;

    /** Ids of records that changed since they were opened; added after the view shows the change. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    @GuardedBy("this")
    private final NavigableMap<String, Opened<R>> opened = new TreeMap<>();

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private @Nullable List<R> listed;

    @GuardedBy("this")
    private boolean tooMany;

    /** A record, and how long its object is. */
    private record Opened<R>(R record, int bytes) {}

    /** @param bytesMax how long the objects of the records that are kept may be together; their records take about as much on the heap */
    OpenedRecords(CatalogKind<R> kind, long bytesMax) {
        this.kind = kind;
        this.bytesMax = bytesMax;
    }

    /** A record of this or another kind is another one now, or gone. */
    void noticed(String ofKind, String id) {
        if (ofKind.equals(kind.name())) {
            changed.add(id);
        }
    }

    /**
     * All records that can be read, in the order of their ids; empty if they are too many to be kept.
     *
     * @param view of the catalog
     * @param reading of its records
     */
    synchronized Optional<List<R>> list(CatalogView view, RecordReading reading) {
        if (tooMany && changed.size() < CHANGES_BEFORE_RETRY) {
            return Optional.empty();
        }
        if (listed == null) {
            load(view, reading);
        } else if (!changed.isEmpty()) {
            // If this fails halfway, the next list begins anew.
            listed = null;
            follow(reading);
            listed = newest();
        }
        return Optional.ofNullable(listed);
    }

    /** Whatever changes while rows are read is looked at once more by the next list. */
    private synchronized void load(CatalogView view, RecordReading reading) {
        changed.clear();
        opened.clear();
        bytes = 0;
        try (Stream<CatalogView.Row> rows = view.list(kind.name())) {
            tooMany = !rows.allMatch(row -> keep(row, reading));
        }
        listed = newest();
    }

    private synchronized void follow(RecordReading reading) {
        for (String id : List.copyOf(changed)) {
            changed.remove(id);
            drop(id);
            tooMany = tooMany
                    || !reading.row(new RecordName.Key(kind.name(), id))
                            .map(row -> keep(row, reading))
                            .orElse(true);
        }
    }

    /** Whether there is room for more. */
    private synchronized boolean keep(CatalogView.Row row, RecordReading reading) {
        reading.recordIfReadable(kind, row).ifPresent(record -> {
            opened.put(row.id(), new Opened<>(record, row.object().length));
            bytes += row.object().length;
        });
        return bytes <= bytesMax;
    }

    private synchronized void drop(String id) {
        Opened<R> before = opened.remove(id);
        if (before != null) {
            bytes -= before.bytes();
        }
    }

    /** Null if they are too many. */
    private synchronized @Nullable List<R> newest() {
        if (tooMany) {
            opened.clear();
            return null;
        }
        return opened.values().stream().map(Opened::record).toList();
    }
}
