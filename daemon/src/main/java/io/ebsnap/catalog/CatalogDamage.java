package io.ebsnap.catalog;

import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records that cannot be read, as far as that is known. Safe for use by several threads. */
final class CatalogDamage {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogDamage.class);

    private final Map<RecordName.Key, DamagedRecord> records = new ConcurrentSkipListMap<>();

    /** Notes that a version cannot be read. */
    DamagedRecord note(RecordName.Key key, long sequence, Failure failure) {
        DamagedRecord record = new DamagedRecord(key.kind(), key.id(), sequence, failure);
        if (records.put(key, record) == null) {
            LOG.error(
                    "kind={} id={} the catalog record cannot be read: {}", key.kind(), key.id(), failure.getMessage());
        }
        return record;
    }

    void forget(RecordName.Key key) {
        records.remove(key);
    }

    Optional<DamagedRecord> of(RecordName.Key key) {
        return Optional.ofNullable(records.get(key));
    }

    List<DamagedRecord> all() {
        return List.copyOf(records.values());
    }

    /** Requires that every record of a kind can be read, and that there is nothing of an unknown kind. */
    void requireNone(CatalogKind<?> kind) {
        for (DamagedRecord record : records.values()) {
            if (record.kind().equals(kind.name())
                    || CatalogKind.named(record.kind()).isEmpty()) {
                throw record.asFailure();
            }
        }
    }
}
