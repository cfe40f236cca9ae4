package io.ebsnap.catalog.rocks;

import io.ebsnap.catalog.rocks.RocksSession.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of a table in the order of their keys, read a page at a time. No native object lives from one page to the next, so that a
 * stream that nobody closes does no harm, and the table may be changed meanwhile.
 */
final class Pages extends AbstractSpliterator<Row> {

    private static final int ROWS = 512;

    private final RocksGuard guard;
    private final Table table;
    private final byte[] prefix;
    private final Deque<Row> page = new ArrayDeque<>();
    private byte[] last;
    private boolean begun;
    private boolean ended;

    private Pages(RocksGuard guard, Table table, byte[] prefix) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
        this.guard = guard;
        this.table = table;
        this.prefix = prefix.clone();
        this.last = this.prefix;
    }

    /** All rows whose keys begin with {@code prefix}. */
    static Stream<Row> of(RocksGuard guard, Table table, byte[] prefix) {
        return StreamSupport.stream(new Pages(guard, table, prefix), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Row> action) {
        if (page.isEmpty() && !ended) {
            load();
        }
        Row row = page.poll();
        if (row == null) {
            return false;
        }
        action.accept(row);
        return true;
    }

    private void load() {
        List<Row> rows = guard.read("reading the index", session -> session.page(table, last, begun, prefix, ROWS));
        begun = true;
        ended = rows.size() < ROWS;
        page.addAll(rows);
        if (!rows.isEmpty()) {
            last = rows.getLast().key();
        }
    }
}
