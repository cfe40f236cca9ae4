package io.ebsnap.catalog;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The records that were read last, opened. One is used again only for the very bytes that it was opened from, so nobody has to tell what has changed. Safe for use by
 * several threads.
 */
final class RecentRecords {

    private final int count;

    @GuardedBy("this")
    private final LinkedHashMap<RecordName.Key, Opened> opened = new LinkedHashMap<>(16, 0.75f, true);

    /** A record, and what it was opened from. */
    @SuppressWarnings("ArrayRecordComponent") // compared by hand
    private record Opened(long sequence, byte[] object, CatalogRecord record) {}

    /** @param count how many are kept */
    RecentRecords(int count) {
        this.count = count;
    }

    /**
     * What a version says; empty for a tombstone.
     *
     * @param open opens it
     */
    <R extends CatalogRecord> Optional<R> record(CatalogKind<R> kind, CatalogView.Row row, Supplier<Optional<R>> open) {
        RecordName.Key key = new RecordName.Key(kind.name(), row.id());
        Opened known = find(key);
        if (known != null && known.sequence() == row.sequence() && Arrays.equals(known.object(), row.object())) {
            return Optional.of(kind.type().cast(known.record()));
        }
        Optional<R> record = open.get();
        record.ifPresent(found -> keep(key, new Opened(row.sequence(), row.object(), found)));
        return record;
    }

    private synchronized @Nullable Opened find(RecordName.Key key) {
        return opened.get(key);
    }

    private synchronized void keep(RecordName.Key key, Opened record) {
        opened.put(key, record);
        if (opened.size() > count) {
            opened.pollFirstEntry();
        }
    }
}
