package io.ebsnap.account;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import io.ebsnap.volume.ManagedVolumeOrder.NamedTarget;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeChange;
import java.util.List;
import java.util.Optional;

/**
 * The managed volumes of an account. They are made of snapshots that it may use, and lie in files of their own or on devices that are listed for it.
 *
 * @param volumes of everybody
 * @param account whose are seen
 * @param snapshots that it may use
 * @param devices that it may use
 * @param keys that it may use
 */
public record AccountManagedVolumes(
        ManagedVolumes volumes, Account account, VisibleSnapshots snapshots, ListedDevices devices, KeyServices keys)
        implements ManagedVolumes {

    @Override
    public ManagedVolume create(ManagedVolumeOrder order) {
        order.snapshot().ifPresent(snapshots::requireUsable);
        return createLent(order);
    }

    /** Makes a volume of a snapshot that the account need not see, because an image that it may launch is made of it. */
    public ManagedVolume createLent(ManagedVolumeOrder order) {
        order.snapshot().ifPresent(snapshots::requireReadable);
        Optional<NamedTarget> target =
                order.target().map(named -> new NamedTarget(devices.require(named.path()), named.force()));
        return volumes.create(new ManagedVolumeOrder(
                order.snapshot(),
                order.sizeBytes(),
                order.name(),
                order.tags(),
                order.zone(),
                target,
                order.hydration(),
                account.recorded(),
                encryption(order),
                order.performance(),
                order.clientToken()));
    }

    /** Under a key of its own: under that of another's snapshot it may read, but not seal. */
    private Encryption encryption(ManagedVolumeOrder order) {
        Encryption said = order.encryption();
        if (said.wanted().equals(Optional.of(false))) {
            return said;
        }
        boolean ofOwn = order.snapshot().filter(snapshots::isOwn).isPresent();
        Optional<String> named = said.key().isPresent() || ofOwn ? said.key() : Optional.of(keys.defaultKeyName());
        return new Encryption(said.wanted(), named.map(keys.owner()::idForSnapshots));
    }

    @Override
    public List<ManagedVolume> list() {
        return volumes.list().stream()
                .filter(volume -> account.owns(volume.record().ownerId()))
                .toList();
    }

    @Override
    public ManagedVolume find(String volume) {
        return list().stream()
                .filter(known -> known.record().volumeId().equals(volume)
                        || (!volume.isEmpty() && known.record().name().equals(volume)))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no managed volume '" + volume + "'"));
    }

    @Override
    public ManagedVolume modify(String volume, VolumeChange change) {
        return volumes.modify(id(volume), change);
    }

    @Override
    public ManagedVolume rollBack(String volume, SnapshotId snapshot, SnapshotId safety) {
        String id = id(volume);
        snapshots.requireUsable(snapshot);
        snapshots.requireOwn(safety);
        return volumes.rollBack(id, snapshot, safety);
    }

    @Override
    public ManagedVolume move(String volume, String zone) {
        return volumes.move(id(volume), zone);
    }

    @Override
    public ManagedVolume cancelMove(String volume) {
        return volumes.cancelMove(id(volume));
    }

    @Override
    public ManagedVolume adjust(String volume, HydrationSettings settings) {
        return volumes.adjust(id(volume), settings);
    }

    @Override
    public ManagedVolume delete(String volume) {
        return volumes.delete(id(volume));
    }

    @Override
    public DataPlane use(String volume, boolean readOnly, String user) {
        return volumes.use(id(volume), readOnly, user);
    }

    @Override
    public DataPlane useAgain(String volume, boolean readOnly, String user) {
        return volumes.useAgain(id(volume), readOnly, user);
    }

    private String id(String volume) {
        return find(volume).record().volumeId();
    }
}
