package io.ebsnap.catalog;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What exists. Records are immutable values under an id; changing one makes its next version. Durable when a call returns; the
 * truth is the store's objects (see {@code docs/format/catalog.md}). Safe for use by several threads.
 */
public interface Catalog extends AutoCloseable {

    /** A record, if it exists. */
    <R extends CatalogRecord> Optional<R> find(CatalogKind<R> kind, String id);

    /**
     * All records of a kind in the order of their ids. The stream must be closed. What changes meanwhile may or may not be seen. Records that
     * cannot be read are left out, and in {@link #damaged()} afterwards: whoever deletes something on the ground of a list uses {@link #listComplete}.
     */
    <R extends CatalogRecord> Stream<R> list(CatalogKind<R> kind);

    /**
     * As {@link #list}, but fails where that would leave a record out, and if there is anything of a kind that this program does not know.
     *
     * @throws io.ebsnap.failure.Failure.Corrupt if a record cannot be read; also from the stream's terminal operation
     * @throws io.ebsnap.failure.Failure.TooNew if a newer version wrote a record; also from the stream's terminal operation
     */
    default <R extends CatalogRecord> Stream<R> listComplete(CatalogKind<R> kind) {
        return list(kind);
    }

    /** The records that are there but cannot be read, as far as that has been found out. Asking for one of them fails with its reason. */
    default List<DamagedRecord> damaged() {
        return List.of();
    }

    /**
     * Adds a record.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if one of that id exists
     */
    <R extends CatalogRecord> void create(CatalogKind<R> kind, R record);

    /**
     * Replaces a record by what {@code change} makes of it. {@code change} may run more than once; where another process changes the same record at
     * the same moment, also on a record that has the change already.
     *
     * @return the record as it is now
     * @throws io.ebsnap.failure.Failure.NotFound if there is none
     */
    <R extends CatalogRecord> R update(CatalogKind<R> kind, String id, UnaryOperator<R> change);

    /**
     * Deletes a record.
     *
     * @return whether it was there
     */
    <R extends CatalogRecord> boolean delete(CatalogKind<R> kind, String id);

    /** Removes what deleted records have left in the store. */
    void purgeTombstones();

    /** Grows with each change: tells whether something that was computed from the catalog still holds. */
    long revision();

    @Override
    void close();
}
