package io.ebsnap.catalog;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of the newest version of each catalog record, kept for quick lookups, as sealed as in the store. Only a cache: what it says
 * is compared with the store's list when the catalog is opened. Safe for use by several threads.
 */
public interface CatalogView {

    /** The newest version of a record that is known. */
    Optional<Row> find(String kind, String id);

    /** All records of a kind in the order of their ids. The stream must be closed. What changes meanwhile may or may not be seen. */
    Stream<Row> list(String kind);

    /** Remembers a record in place of what was known of it. */
    void put(String kind, Row row);

    /** Forgets a record. */
    void remove(String kind, String id);

    /**
     * The newest version of a record.
     *
     * @param id of the record
     * @param sequence which version it is, from 1
     * @param object the bytes of its object; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from store to view to reader without a copy
    record Row(String id, long sequence, byte[] object) {}
}
