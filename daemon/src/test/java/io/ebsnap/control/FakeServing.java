package io.ebsnap.control;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.VolumeCopy;
import io.ebsnap.catalog.VolumeMove;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.catalog.VolumePerformance;
import io.ebsnap.catalog.VolumeRestoreMode;
import io.ebsnap.catalog.VolumeTargetRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeChange;
import io.ebsnap.volume.VolumeCopyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Managed volumes in memory, with the attachments and exports that a test gives them. */
final class FakeServing implements ManagedVolumes {

    static final long GIB = 1L << 30;

    private final Map<String, ManagedVolumeRecord> records = new TreeMap<>();
    private final List<Object> asked = new ArrayList<>();
    private final FakeAttachments attachments = new FakeAttachments();
    private final FakeExports exports = new FakeExports();
    private final FakeMounts mounts = new FakeMounts();
    private HydrationProgress progress =
            new HydrationProgress(HydrationProgress.Phase.COMPLETED, 0, 0, 0, Optional.empty(), "", Optional.empty());

    Serving services() {
        return new Serving(this, this::copy, attachments, exports, mounts);
    }

    FakeAttachments attachments() {
        return attachments;
    }

    FakeMounts mounts() {
        return mounts;
    }

    FakeExports exports() {
        return exports;
    }

    /** The orders and settings, in the order in which they came. */
    List<Object> asked() {
        return asked;
    }

    void progress(HydrationProgress now) {
        progress = now;
    }

    /** A volume of 2 GiB and a byte. */
    String add(int number, String name, @Nullable VolumeOrigin origin) {
        return put(number, name, ManagedVolumeState.AVAILABLE, origin);
    }

    String put(int number, String name, ManagedVolumeState state, @Nullable VolumeOrigin origin) {
        String id = "vol-0000000000000001" + number;
        records.put(
                id,
                new ManagedVolumeRecord(
                        id,
                        name,
                        state,
                        "default",
                        2 * GIB + 1,
                        FakeVolumes.TIME,
                        List.of(),
                        new VolumeTargetRecord("/zone/" + id, true, true),
                        origin,
                        null,
                        null));
        return id;
    }

    /** Of a snapshot, filled at a rate in bytes a second. */
    static VolumeOrigin origin(long rate, boolean paused) {
        return new VolumeOrigin(
                "snap-00000000000000001",
                "d",
                "p",
                GIB,
                "0".repeat(32),
                rate,
                paused,
                null,
                null,
                new VolumeRestoreMode(false, "lazy: words"));
    }

    private ManagedVolume whole(ManagedVolumeRecord record) {
        return new ManagedVolume(record, progress, attachments.users(record.volumeId()), "", 1 << 20);
    }

    private ManagedVolumeRecord copy(VolumeCopyOrder order) {
        asked.add(order);
        String id = put(8, order.name(), ManagedVolumeState.CREATING, null);
        ManagedVolumeRecord begun =
                find(id).record().copied(VolumeCopy.of(order.sourceVolume())).performing(order.performance());
        records.put(id, begun);
        return begun;
    }

    @Override
    public ManagedVolume create(ManagedVolumeOrder order) {
        asked.add(order);
        boolean ofSnapshot = order.snapshot().isPresent();
        String id = add(9, order.name(), ofSnapshot ? origin(order.hydration().bytesPerSecondMax(), false) : null);
        records.computeIfPresent(id, (_, made) -> made.performing(order.performance()));
        return find(id);
    }

    @Override
    public List<ManagedVolume> list() {
        return records.values().stream().map(this::whole).toList();
    }

    @Override
    public ManagedVolume find(String volume) {
        return records.values().stream()
                .filter(record ->
                        record.volumeId().equals(volume) || record.name().equals(volume))
                .findFirst()
                .map(this::whole)
                .orElseThrow(() -> new Failure.NotFound("there is no managed volume '" + volume + "'"));
    }

    @Override
    public ManagedVolume modify(String volume, VolumeChange change) {
        asked.add(change);
        ManagedVolumeRecord old = find(volume).record();
        VolumePerformance performance =
                old.toldPerformance().changed(change.volumeType(), change.iops(), change.throughput());
        long sizeBytes = change.sizeBytes() == 0 ? old.sizeBytes() : change.sizeBytes();
        records.put(old.volumeId(), old.grownTo(sizeBytes).performing(performance));
        return find(volume);
    }

    @Override
    public ManagedVolume rollBack(String volume, SnapshotId snapshot, SnapshotId safety) {
        asked.add(List.of(snapshot, safety));
        return find(volume);
    }

    @Override
    public ManagedVolume move(String volume, String zone) {
        asked.add(zone);
        ManagedVolumeRecord record = find(volume).record();
        records.put(
                record.volumeId(),
                record.moving(new VolumeMove(VolumeMoveState.MODIFYING, zone, record.target(), FakeVolumes.TIME, "")));
        return find(volume);
    }

    @Override
    public ManagedVolume cancelMove(String volume) {
        ManagedVolumeRecord record = find(volume).record();
        records.put(record.volumeId(), record.moving(null));
        return find(volume);
    }

    @Override
    public ManagedVolume adjust(String volume, HydrationSettings settings) {
        asked.add(settings);
        records.put(volume, find(volume).record().with(origin(settings.bytesPerSecondMax(), settings.paused())));
        return find(volume);
    }

    @Override
    public ManagedVolume delete(String volume) {
        ManagedVolume found = find(volume);
        if (!found.users().isEmpty()) {
            throw new Failure.Conflict(volume + " is used: " + found.users());
        }
        records.remove(volume);
        return found;
    }

    @Override
    public DataPlane useAgain(String volume, boolean readOnly, String user) {
        return use(volume, readOnly, user);
    }

    @Override
    public DataPlane use(String volume, boolean readOnly, String user) {
        throw new Failure.Invalid("the control socket uses no bytes of " + volume);
    }
}
