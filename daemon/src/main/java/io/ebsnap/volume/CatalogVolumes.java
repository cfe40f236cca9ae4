package io.ebsnap.volume;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.device.DeviceFacts;
import io.ebsnap.device.Devices;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volumes in the catalog. A device is recognised by its identity where it has one, so that a volume stays the same when its device
 * comes back under another path, and another device under the same path is another volume. Each account has volumes and names of its own:
 * where only a name or a device is given, those of the daemon's own account are meant. Changes are made one at a time.
 */
public final class CatalogVolumes implements VolumeRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogVolumes.class);

    private final Catalog catalog;
    private final Devices devices;
    private final InstantSource clock;
    private final RandomGenerator random;

    public CatalogVolumes(Catalog catalog, Devices devices, InstantSource clock, RandomGenerator random) {
        this.catalog = catalog;
        this.devices = devices;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public synchronized Registration register(VolumeOrder order) {
        VolumeRules.checkName(order.name());
        TagRules.check(order.tags());
        DeviceFacts facts = devices.inspect(order.device());
        Optional<VolumeRecord> known = volumeOf(facts, order.ownerId());
        requireFreeName(order, known);
        return known.map(volume -> new Registration(adopted(volume, order, facts), false))
                .orElseGet(() -> new Registration(created(order, facts), true));
    }

    @Override
    public List<VolumeRecord> list() {
        try (Stream<VolumeRecord> all = catalog.list(CatalogKind.VOLUME)) {
            return all.toList();
        }
    }

    @Override
    public VolumeRecord resolve(String volume) {
        if (VolumeId.isValid(volume)) {
            return catalog.find(CatalogKind.VOLUME, volume).orElseThrow(() -> none(volume));
        }
        return VolumeRules.isDevice(volume)
                ? registeredAt(volume)
                : named(volume, null).orElseThrow(() -> none(volume));
    }

    @Override
    public VolumeRecord resolveOrRegister(String volume) {
        if (VolumeRules.isDevice(volume)) {
            return register(new VolumeOrder(volume, "", List.of())).volume();
        }
        return present(resolve(volume));
    }

    @Override
    public synchronized VolumeRecord forget(String volume) {
        VolumeRecord found = resolve(volume);
        try (Stream<SnapshotRecord> snapshots = catalog.list(CatalogKind.SNAPSHOT)) {
            snapshots
                    .filter(snapshot -> snapshot.state() == SnapshotState.PENDING)
                    .filter(snapshot -> snapshot.volumeId().equals(found.volumeId()))
                    .findAny()
                    .ifPresent(snapshot -> {
                        throw new Failure.Conflict(
                                snapshot.snapshotId() + " of " + found.volumeId() + " is pending",
                                "wait for it, or delete it");
                    });
        }
        if (!catalog.delete(CatalogKind.VOLUME, found.volumeId())) {
            throw none(volume);
        }
        catalog.delete(CatalogKind.CONTRADICTION, found.volumeId());
        LOG.info("volume={} device={} forgotten", found.volumeId(), found.device());
        return found;
    }

    /** The volume as its device is now. */
    private synchronized VolumeRecord present(VolumeRecord volume) {
        DeviceFacts facts = devices.inspect(volume.device());
        if (!facts.identity().equals(volume.deviceIdentity())) {
            throw new Failure.Conflict(
                    volume.device() + " is another device now ('" + facts.identity() + "') than when "
                            + volume.volumeId() + " was registered ('" + volume.deviceIdentity() + "')",
                    "name the device by its present path, or register it as a volume of its own");
        }
        return facts.sizeBytes() == volume.sizeBytes()
                ? volume
                : catalog.update(
                        CatalogKind.VOLUME, volume.volumeId(), old -> changed(old, facts, old.name(), old.tags()));
    }

    private VolumeRecord created(VolumeOrder order, DeviceFacts facts) {
        VolumeRecord volume = new VolumeRecord(
                VolumeId.random(random).value(),
                order.name(),
                facts.device(),
                facts.identity(),
                facts.sizeBytes(),
                "available",
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                order.tags(),
                order.ownerId());
        catalog.create(CatalogKind.VOLUME, volume);
        LOG.info("volume={} device={} bytes={} registered", volume.volumeId(), facts.device(), facts.sizeBytes());
        return volume;
    }

    private VolumeRecord adopted(VolumeRecord volume, VolumeOrder order, DeviceFacts facts) {
        if (!order.name().isEmpty() && !volume.name().isEmpty() && !order.name().equals(volume.name())) {
            throw new Failure.Conflict(
                    facts.device() + " is registered as " + volume.volumeId() + " '" + volume.name() + "'",
                    "use that name, or forget the volume first");
        }
        String name = volume.name().isEmpty() ? order.name() : volume.name();
        VolumeRecord wanted = changed(volume, facts, name, TagRules.merge(volume.tags(), order.tags()));
        return wanted.equals(volume)
                ? volume
                : catalog.update(
                        CatalogKind.VOLUME,
                        volume.volumeId(),
                        old -> changed(old, facts, name, TagRules.merge(old.tags(), order.tags())));
    }

    private static VolumeRecord changed(VolumeRecord old, DeviceFacts facts, String name, List<Tag> tags) {
        return new VolumeRecord(
                old.volumeId(),
                name,
                facts.device(),
                facts.identity(),
                facts.sizeBytes(),
                old.state(),
                old.createTime(),
                tags,
                old.ownerId());
    }

    private void requireFreeName(VolumeOrder order, Optional<VolumeRecord> known) {
        String name = order.name();
        if (name.isEmpty()) {
            return;
        }
        named(name, order.ownerId())
                .filter(holder -> !Optional.of(holder.volumeId()).equals(known.map(VolumeRecord::volumeId)))
                .ifPresent(holder -> {
                    throw new Failure.Conflict(
                            "the name '" + name + "' belongs to " + holder.volumeId() + " (" + holder.device() + ")");
                });
    }

    private Optional<VolumeRecord> named(String name, @Nullable String ownerId) {
        return first(volume -> volume.name().equals(name) && Objects.equals(volume.ownerId(), ownerId));
    }

    /** The volume of a device in an account: by identity, or without one by path. */
    private Optional<VolumeRecord> volumeOf(DeviceFacts facts, @Nullable String ownerId) {
        return first(volume -> Objects.equals(volume.ownerId(), ownerId)
                && volume.deviceIdentity().equals(facts.identity())
                && (!facts.identity().isEmpty() || volume.device().equals(facts.device())));
    }

    /** The volume of what is at a path now; if that cannot be looked at, the one that was registered under it. */
    private VolumeRecord registeredAt(String device) {
        try {
            Optional<VolumeRecord> found = volumeOf(devices.inspect(device), null);
            if (found.isPresent()) {
                return found.get();
            }
        } catch (Failure e) {
            LOG.debug("device={} cannot be looked at: {}", device, e.getMessage());
        }
        return first(volume -> volume.ownerId() == null && volume.device().equals(device))
                .orElseThrow(() -> none(device));
    }

    private Optional<VolumeRecord> first(Predicate<VolumeRecord> condition) {
        try (Stream<VolumeRecord> all = catalog.list(CatalogKind.VOLUME)) {
            return all.filter(condition).findFirst();
        }
    }

    private static Failure.NotFound none(String volume) {
        return new Failure.NotFound("there is no volume '" + volume + "'");
    }
}
