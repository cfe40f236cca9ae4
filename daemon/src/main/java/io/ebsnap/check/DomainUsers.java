package io.ebsnap.check;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.identity.DomainId;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds what still refers to a domain: snapshots in any state, volumes of which not everything has arrived or whose targets are encrypted under it, maps that
 * are read.
 */
final class DomainUsers {

    private final CheckParts parts;

    DomainUsers(CheckParts parts) {
        this.parts = parts;
    }

    /**
     * One of them, in words; empty if there is none.
     *
     * @throws io.ebsnap.failure.Failure if a record cannot be read, which might be one
     */
    Optional<String> any(DomainId domain) {
        // The order matters: see MapsInUse.
        try (MapsInUse.Watch watch = parts.mapsInUse().watch()) {
            return snapshot(domain)
                    .or(() -> volume(domain))
                    .or(() -> watch.seen().stream()
                            .filter(map -> map.domain().equals(domain))
                            .findFirst()
                            .map(map -> "what is read of it"));
        }
    }

    private Optional<String> snapshot(DomainId domain) {
        try (Stream<SnapshotRecord> records = parts.catalog().listComplete(CatalogKind.SNAPSHOT)) {
            return records.filter(record -> record.origin().domainId().equals(domain.hex()))
                    .findFirst()
                    .map(SnapshotRecord::snapshotId);
        }
    }

    private Optional<String> volume(DomainId domain) {
        try (Stream<ManagedVolumeRecord> records = parts.catalog().listComplete(CatalogKind.MANAGED_VOLUME)) {
            return records.filter(record -> needs(record, domain.hex()))
                    .findFirst()
                    .map(ManagedVolumeRecord::volumeId);
        }
    }

    private static boolean needs(ManagedVolumeRecord record, String domain) {
        TargetEncryption encryption = record.encryption();
        boolean filled = record.needsStore()
                && Objects.requireNonNull(record.origin()).domainId().equals(domain);
        return filled || (encryption != null && encryption.domainId().equals(domain));
    }
}
