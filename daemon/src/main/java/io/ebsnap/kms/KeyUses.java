package io.ebsnap.kms;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CatalogRecord;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.identity.KeyId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds out what dies with a KMS key. Safe for use by several threads. */
public final class KeyUses {

    private final KeystoreKeyring keyring;

    public KeyUses(KeystoreKeyring keyring) {
        this.keyring = keyring;
    }

    /**
     * What dies with a key; everything that the catalog has is looked at.
     *
     * @param owner of what is told of
     */
    public KeyUse of(KeyId key, KeyOwner owner) {
        List<SnapshotRecord> snapshots = all(
                CatalogKind.SNAPSHOT,
                record -> owner.owns(record) && record.kmsKeyId().equals(key.toString()));
        Set<String> domains = new HashSet<>(keyring.domainsOf(key));
        List<ManagedVolumeRecord> volumes = all(
                CatalogKind.MANAGED_VOLUME,
                record -> owner.owns(record)
                        && record.needsStore()
                        && domains.contains(
                                Objects.requireNonNull(record.origin()).domainId()));
        List<ManagedVolumeRecord> encrypted = all(
                CatalogKind.MANAGED_VOLUME,
                record -> owner.owns(record)
                        && record.encryption() != null
                        && domains.contains(record.encryption().domainId()));
        Set<String> ids = new HashSet<>();
        snapshots.forEach(snapshot -> ids.add(snapshot.snapshotId()));
        List<FastRestoreRecord> images = all(
                CatalogKind.FAST_RESTORE,
                record -> owner.owns(record)
                        && ids.contains(record.snapshotId())
                        && record.state() != FastRestoreState.DISABLED);
        return new KeyUse(
                things(snapshots, SnapshotRecord::snapshotId),
                things(volumes, ManagedVolumeRecord::volumeId),
                things(images, FastRestoreRecord::snapshotId),
                things(encrypted, ManagedVolumeRecord::volumeId));
    }

    /** The snapshots that are sealed under any of some keys, whosever they are. */
    KeyUse.Things snapshotsUnder(Set<String> keys) {
        return things(
                all(CatalogKind.SNAPSHOT, record -> keys.contains(record.kmsKeyId())), SnapshotRecord::snapshotId);
    }

    private <R extends CatalogRecord> List<R> all(CatalogKind<R> kind, Predicate<R> wanted) {
        try (Stream<R> records = keyring.catalog().list(kind)) {
            return records.filter(wanted).toList();
        }
    }

    private static <R> KeyUse.Things things(List<R> records, Function<R, String> id) {
        return KeyUse.Things.of(records.stream().map(id).toList());
    }
}
