package io.ebsnap.volume;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The records of managed volumes: any by its id, and those of the daemon's own account by their names. */
final class ManagedVolumeRecords {

    private final Catalog catalog;

    ManagedVolumeRecords(Catalog catalog) {
        this.catalog = catalog;
    }

    /** All, in whatever state, those in the recycle bin too. */
    List<ManagedVolumeRecord> all() {
        try (Stream<ManagedVolumeRecord> records = catalog.list(CatalogKind.MANAGED_VOLUME)) {
            return records.toList();
        }
    }

    /**
     * One that is in the recycle bin.
     *
     * @throws Failure.NotFound if there is none
     */
    ManagedVolumeRecord binned(String volumeId) {
        return all().stream()
                .filter(record -> !record.visible() && record.volumeId().equals(volumeId))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no " + volumeId + " in the recycle bin"));
    }

    /**
     * One that may be used, by its id or name.
     *
     * @throws Failure.NotFound if there is none
     * @throws Failure.Conflict if it is being made or deleted
     */
    ManagedVolumeRecord available(String volume) {
        ManagedVolumeRecord record = named(volume);
        if (record.state() != ManagedVolumeState.AVAILABLE) {
            throw new Failure.Conflict(
                    record.volumeId() + " is " + record.state().name().toLowerCase(Locale.ROOT));
        }
        return record;
    }

    /**
     * One in whatever state that is not in the recycle bin, by its id or name.
     *
     * @throws Failure.NotFound if there is none
     */
    ManagedVolumeRecord named(String volume) {
        return all().stream()
                .filter(ManagedVolumeRecord::visible)
                .filter(record -> record.volumeId().equals(volume)
                        || (record.ownerId() == null && record.name().equals(volume)))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no managed volume '" + volume + "'"));
    }
}
