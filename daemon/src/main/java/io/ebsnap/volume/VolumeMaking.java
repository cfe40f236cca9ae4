package io.ebsnap.volume;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.catalog.VolumeArrival;
import io.ebsnap.catalog.VolumeCopy;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.catalog.VolumeTargetRecord;
import io.ebsnap.device.TargetOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.format.ValidityPage;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.identity.VolumeId;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes managed volumes: checks the order, writes the record, makes the files. To be used by one thread at a time. */
final class VolumeMaking {

    /** EC2's volumes are whole GiB; ours need only be whole sectors. */
    private static final int SECTOR_BYTES = 512;

    private static final VolumeRestoreMode NAMED_TARGET =
            new VolumeRestoreMode(false, "lazy: its target was named, and fast restore makes files of its own");

    private static final VolumeRestoreMode ROLLED_BACK = new VolumeRestoreMode(false, "lazy: it was rolled back");

    private final VolumeParts parts;
    private final VolumePlaces places;

    VolumeMaking(VolumeParts parts, VolumePlaces places) {
        this.parts = parts;
        this.places = places;
    }

    /**
     * Makes a volume.
     *
     * @return its record, which is available
     */
    ManagedVolumeRecord make(ManagedVolumeOrder order) {
        checkWords(order);
        Zone zone = places.zoneForNew(order.zone());
        if (order.snapshot().isEmpty()) {
            return make(order, zone, null, order.sizeBytes());
        }
        BlockMap map = BlockMap.of(snapshot(order.snapshot().get()));
        parts.keyring().keysOf(map.domain());
        try (MapsInUse.Hold _ = parts.mapsInUse().hold(map)) {
            // It may have been deleted before it was held.
            SnapshotRecord still = snapshot(order.snapshot().get());
            return make(order, zone, Behind.of(still, origin(still, map, order.hydration())), sizeOf(order, map));
        }
    }

    /**
     * Begins a copy of a volume.
     *
     * @param order for a volume of zeros as long as the copy
     * @return its record, which is creating: it has no content yet, and no files
     */
    ManagedVolumeRecord beginCopy(ManagedVolumeOrder order, VolumeCopy copy) {
        checkWords(order);
        ManagedVolumeRecord record = planned(order, places.zoneForNew(order.zone()), null, order.sizeBytes())
                .copied(copy);
        parts.catalog().create(CatalogKind.MANAGED_VOLUME, record);
        return record;
    }

    /**
     * Makes a copy that was begun, anew if a crash has cut that off.
     *
     * @param snapshot of the volume that it is a copy of, completed
     * @return its record, which is available
     */
    ManagedVolumeRecord finishCopy(ManagedVolumeRecord record, VolumeCopy copy, SnapshotRecord snapshot) {
        BlockMap map = BlockMap.of(snapshot);
        parts.keyring().keysOf(map.domain());
        VolumeFiles files = places.of(record);
        files.remove(record);
        try (MapsInUse.Hold _ = parts.mapsInUse().hold(map)) {
            Behind behind = Behind.of(snapshot, origin(snapshot, map, HydrationSettings.UNLIMITED));
            // The other volume may have grown since the copy was ordered.
            long sizeBytes = Math.max(record.sizeBytes(), map.geometry().sizeBytes());
            return available(
                    record.with(behind.origin()).grownTo(sizeBytes).copied(copy.made(snapshot.snapshotId())),
                    behind,
                    files);
        }
    }

    private ManagedVolumeRecord make(ManagedVolumeOrder order, Zone zone, @Nullable Behind behind, long sizeBytes) {
        VolumeFiles files = places.in(zone);
        ManagedVolumeRecord record = planned(order, zone, behind, sizeBytes);
        parts.catalog().create(CatalogKind.MANAGED_VOLUME, record);
        reached("after-record");
        try {
            return available(record, behind, files);
        } catch (RuntimeException e) {
            undo(record, files, e);
            throw e;
        }
    }

    private ManagedVolumeRecord planned(ManagedVolumeOrder order, Zone zone, @Nullable Behind behind, long sizeBytes) {
        VolumeFiles files = places.in(zone);
        VolumeOrigin origin = behind == null ? null : behind.origin();
        requireSize(sizeBytes);
        String id = VolumeId.random(parts.random()).value();
        TargetEncryption encryption = encryption(order, behind, id);
        VolumeTargetRecord target = target(order, origin, sizeBytes, () -> {
            files.requirePlace();
            return files.ownTarget(id);
        });
        return new ManagedVolumeRecord(
                        id,
                        order.name(),
                        ManagedVolumeState.CREATING,
                        zone.name(),
                        sizeBytes,
                        parts.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                        order.tags(),
                        target,
                        origin,
                        order.ownerId(),
                        null)
                .encrypted(encryption)
                .performing(order.performance())
                .orderedBy(order.clientToken());
    }

    /** Null for a target in the clear. One that was named is to be of use without the volume, unless it was said otherwise. */
    private @Nullable TargetEncryption encryption(ManagedVolumeOrder order, @Nullable Behind behind, String id) {
        ManagedVolumeOrder.Encryption said = order.encryption();
        boolean wanted = said.wanted()
                .orElseGet(() -> order.target().isEmpty()
                        && parts.encryption().byDefault().getAsBoolean());
        if (!wanted) {
            return null;
        }
        String key = said.key()
                .orElseGet(
                        () -> behind == null ? parts.encryption().defaultKey().get() : behind.kmsKeyId());
        return parts.encryption().keys().make(id, parts.keyring().resolve(key));
    }

    private ManagedVolumeRecord available(ManagedVolumeRecord record, @Nullable Behind behind, VolumeFiles files) {
        boolean encrypted = record.encryption() != null;
        ReadyContent.Placed placed = files.create(
                record,
                target -> behind == null || !record.target().own()
                        ? ReadyContent.Placed.plain(NAMED_TARGET)
                        : parts.ready().place(behind.snapshot(), record.zone(), target, encrypted));
        requireSameForm(record, placed);
        TargetEncryption encryption = handedOn(record, placed.image());
        reached("after-target");
        // Had its file system gone meanwhile, what was made would be elsewhere.
        Zone unused = places.requireThere(record);
        assert unused != null;
        ManagedVolumeRecord made = parts.catalog()
                .update(
                        CatalogKind.MANAGED_VOLUME,
                        record.volumeId(),
                        old -> (behind == null ? old : old.with(begun(behind, placed.mode())))
                                .grownTo(record.sizeBytes())
                                .copied(record.copy())
                                .encrypted(encryption)
                                .in(ManagedVolumeState.AVAILABLE));
        reached("after-available");
        return made;
    }

    private static void requireSameForm(ManagedVolumeRecord record, ReadyContent.Placed placed) {
        boolean same = (record.encryption() != null) == (placed.image() != null);
        if (placed.mode().fastRestored() && !same) {
            throw new Failure.Internal(
                    record.volumeId() + " and the image that it was made of are not both encrypted, or in the clear",
                    null);
        }
    }

    /** What was made of an image has the image's key. */
    private @Nullable TargetEncryption handedOn(ManagedVolumeRecord record, ReadyContent.@Nullable Image image) {
        TargetEncryption own = record.encryption();
        return own == null || image == null
                ? own
                : parts.encryption()
                        .keys()
                        .handOn(
                                image.holder(),
                                image.encryption(),
                                record.volumeId(),
                                parts.keyring().resolve(own.kmsKeyId()));
    }

    private void reached(String point) {
        parts.crashPoints().reached("volume-create." + point);
    }

    private VolumeOrigin begun(Behind behind, VolumeRestoreMode mode) {
        VolumeOrigin begun = behind.origin().begun(mode);
        return mode.fastRestored()
                ? begun.hydrated(new VolumeArrival(
                        parts.clock().instant().truncatedTo(ChronoUnit.MILLIS), behind.contentBytes()))
                : begun;
    }

    /**
     * The snapshot behind a volume.
     *
     * @param contentBytes of its blocks that are not holes
     * @param kmsKeyId that it is sealed under
     */
    private record Behind(SnapshotId snapshot, long contentBytes, String kmsKeyId, VolumeOrigin origin) {
        static Behind of(SnapshotRecord record, VolumeOrigin origin) {
            SnapshotContent content = Objects.requireNonNull(record.content(), record.snapshotId());
            return new Behind(
                    new SnapshotId(record.snapshotId()), content.fullSnapshotSizeInBytes(), record.kmsKeyId(), origin);
        }
    }

    /**
     * A volume as it is to be.
     *
     * @param hold keeps its content from going away until the record is written
     */
    record Switched(ManagedVolumeRecord record, MapsInUse.Hold hold) implements AutoCloseable {
        @Override
        public void close() {
            hold.close();
        }
    }

    /** A volume with the content of a snapshot in place of its own. */
    Switched rolledBack(ManagedVolumeRecord volume, SnapshotId id) {
        BlockMap map = BlockMap.of(snapshot(id));
        parts.keyring().keysOf(map.domain());
        if (map.geometry().sizeBytes() > volume.sizeBytes()) {
            throw new Failure.Invalid(
                    id + " has " + map.geometry().sizeBytes() + " bytes, and " + volume.volumeId() + " "
                            + volume.sizeBytes(),
                    "make the volume larger first: ebsnap volume resize");
        }
        MapsInUse.Hold hold = parts.mapsInUse().hold(map);
        try {
            // It may have been deleted before it was held.
            return new Switched(
                    volume.of(origin(snapshot(id), map, HydrationSettings.UNLIMITED)
                            .begun(ROLLED_BACK)),
                    hold);
        } catch (RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    private void undo(ManagedVolumeRecord record, VolumeFiles files, RuntimeException reason) {
        try {
            files.remove(record);
            Zone unused = places.requireThere(record);
            assert unused != null;
            parts.catalog().delete(CatalogKind.MANAGED_VOLUME, record.volumeId());
        } catch (RuntimeException e) {
            // What is left is removed at the next start of the daemon, or when the zone comes back.
            reason.addSuppressed(e);
        }
    }

    private VolumeTargetRecord target(
            ManagedVolumeOrder order, @Nullable VolumeOrigin origin, long sizeBytes, Supplier<Path> own) {
        if (order.target().isEmpty()) {
            return new VolumeTargetRecord(own.get().toString(), true, true);
        }
        ManagedVolumeOrder.NamedTarget named = order.target().get();
        parts.devices().requireOthers(named.path());
        boolean fresh = !Files.exists(Path.of(named.path()), LinkOption.NOFOLLOW_LINKS);
        if (origin == null && !fresh) {
            throw new Failure.Invalid(
                    named.path() + " holds something, and an empty volume is zeros",
                    "name a snapshot, or a file that does not exist yet");
        }
        requireUnusedTarget(named.path());
        parts.devices()
                .openTarget(new TargetOrder(named.path(), sizeBytes, named.force()))
                .close();
        return new VolumeTargetRecord(named.path(), false, fresh);
    }

    private void requireUnusedTarget(String path) {
        try (Stream<ManagedVolumeRecord> all = parts.catalog().list(CatalogKind.MANAGED_VOLUME)) {
            all.filter(record -> record.target().path().equals(path)).findAny().ifPresent(record -> {
                throw new Failure.Conflict(path + " is the target of " + record.volumeId());
            });
        }
    }

    private void checkWords(ManagedVolumeOrder order) {
        VolumeRules.checkName(order.name());
        TagRules.check(order.tags());
        if (!order.name().isEmpty() && isTaken(order.name(), order.ownerId())) {
            throw new Failure.Conflict("the name '" + order.name() + "' belongs to another volume");
        }
    }

    boolean isTaken(String name, @Nullable String ownerId) {
        try (Stream<ManagedVolumeRecord> managed = parts.catalog().list(CatalogKind.MANAGED_VOLUME);
                Stream<VolumeRecord> registered = parts.catalog().list(CatalogKind.VOLUME)) {
            return managed.filter(ManagedVolumeRecord::visible)
                            .anyMatch(record -> record.name().equals(name) && Objects.equals(record.ownerId(), ownerId))
                    || registered.anyMatch(
                            record -> record.name().equals(name) && Objects.equals(record.ownerId(), ownerId));
        }
    }

    private SnapshotRecord snapshot(SnapshotId id) {
        return parts.catalog()
                .find(CatalogKind.SNAPSHOT, id.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }

    private VolumeOrigin origin(SnapshotRecord snapshot, BlockMap map, HydrationSettings settings) {
        byte[] mapId = new byte[ValidityPage.MAP_ID_BYTES];
        parts.random().nextBytes(mapId);
        return new VolumeOrigin(
                snapshot.snapshotId(),
                snapshot.origin().domainId(),
                map.root().map(ChunkId::hex).orElse(null),
                map.geometry().sizeBytes(),
                HexFormat.of().formatHex(mapId),
                settings.bytesPerSecondMax(),
                settings.paused(),
                null,
                null,
                NAMED_TARGET);
    }

    private static long sizeOf(ManagedVolumeOrder order, BlockMap map) {
        long least = map.geometry().sizeBytes();
        if (order.sizeBytes() != 0 && order.sizeBytes() < least) {
            throw new Failure.Invalid(
                    order.sizeBytes() + " bytes are less than the " + least + " of the snapshot",
                    "leave the size out, or name a larger one");
        }
        return Math.max(order.sizeBytes(), Math.ceilDiv(least, SECTOR_BYTES) * SECTOR_BYTES);
    }

    static void requireSize(long sizeBytes) {
        if (sizeBytes < 1 || sizeBytes > VolumeGeometry.SIZE_BYTES_MAX) {
            throw new Failure.Invalid(
                    "a volume has 1 to " + VolumeGeometry.SIZE_BYTES_MAX + " bytes, not " + sizeBytes,
                    "name a size, or a snapshot");
        }
        if (sizeBytes % SECTOR_BYTES != 0) {
            throw new Failure.Invalid("a volume's size is a multiple of " + SECTOR_BYTES + " bytes, not " + sizeBytes);
        }
    }
}
