package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Failure.Corrupt;
import io.ebsnap.failure.Failure.TooNew;
import io.ebsnap.failure.Failure.TooOld;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads records: from the view, and where that is of no use from the store, of which it is only a copy. Safe for use by several threads. */
final class RecordReading {

    private static final Logger LOG = LoggerFactory.getLogger(RecordReading.class);

    private final StoredVersions versions;
    private final CatalogView view;
    private final RecordSealing sealing;
    private final RecordJson json;
    private final CatalogDamage damage;

    RecordReading(ObjectCatalog.Parts parts) {
        this.versions = parts.versions();
        this.view = parts.view();
        this.sealing = parts.sealing();
        this.json = parts.json();
        this.damage = parts.damage();
    }

    /** The newest version that is known of a record. */
    Optional<CatalogView.Row> row(RecordName.Key key) {
        try {
            return view.find(key.kind(), key.id());
        } catch (Corrupt e) {
            LOG.warn("kind={} id={} reading the record from the store: {}", key.kind(), key.id(), e.getMessage());
            return stored(key);
        }
    }

    /**
     * What a version says; empty for a tombstone.
     *
     * @throws Failure if it cannot be read, neither here nor in the store; it is among the damaged ones then
     */
    <R extends CatalogRecord> Optional<R> record(CatalogKind<R> kind, CatalogView.Row row) {
        RecordName name = new RecordName(new RecordName.Key(kind.name(), row.id()), row.sequence());
        try {
            return decode(kind, name, row.object());
        } catch (Corrupt e) {
            LOG.warn("kind={} id={} reading the record from the store: {}", kind.name(), row.id(), e.getMessage());
            return fromStore(kind, name);
        } catch (TooNew | TooOld e) {
            throw damage.note(name.key(), name.sequence(), e).asFailure();
        }
    }

    /** What a version says; nothing if it is a tombstone or cannot be read. */
    <R extends CatalogRecord> Optional<R> recordIfReadable(CatalogKind<R> kind, CatalogView.Row row) {
        try {
            return record(kind, row);
        } catch (Corrupt | TooNew | TooOld e) {
            // It is among the damaged ones now, and in the log.
            return Optional.empty();
        }
    }

    /** Whether a version is known to be a tombstone. */
    boolean isTombstone(CatalogKind<?> kind, CatalogView.Row row) {
        try {
            return record(kind, row).isEmpty();
        } catch (Corrupt | TooNew | TooOld e) {
            return false;
        }
    }

    /** Why a version cannot be read from the store, if it cannot. */
    Optional<DamagedRecord> verify(CatalogKind<?> kind, CatalogView.Row row) {
        RecordName name = new RecordName(new RecordName.Key(kind.name(), row.id()), row.sequence());
        try {
            Optional<?> unused = versions.read(name, bytes -> decode(kind, name, bytes));
            return Optional.empty();
        } catch (Corrupt | TooNew | TooOld | Failure.Unavailable | Failure.NotFound e) {
            return Optional.of(new DamagedRecord(kind.name(), row.id(), row.sequence(), e));
        }
    }

    private Optional<CatalogView.Row> stored(RecordName.Key key) {
        List<Long> sequences = versions.of(key);
        if (sequences.isEmpty()) {
            return Optional.empty();
        }
        RecordName newest = new RecordName(key, sequences.getLast());
        try {
            return Optional.of(new CatalogView.Row(key.id(), newest.sequence(), versions.read(newest)));
        } catch (Corrupt | TooNew | TooOld e) {
            throw damage.note(key, newest.sequence(), e).asFailure();
        }
    }

    private <R extends CatalogRecord> Optional<R> fromStore(CatalogKind<R> kind, RecordName name) {
        try {
            return versions.read(name, bytes -> decode(kind, name, bytes));
        } catch (Corrupt | TooNew | TooOld e) {
            throw damage.note(name.key(), name.sequence(), e).asFailure();
        }
    }

    private <R extends CatalogRecord> Optional<R> decode(CatalogKind<R> kind, RecordName name, byte[] object) {
        Optional<R> record = json.decode(kind, sealing.open(kind, name, object));
        record.ifPresent(found -> {
            if (!found.catalogId().equals(name.key().id())) {
                throw new Corrupt(name.text() + " holds a record of another id");
            }
        });
        return record;
    }
}
