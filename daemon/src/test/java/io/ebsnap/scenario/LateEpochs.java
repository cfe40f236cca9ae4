package io.ebsnap.scenario;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.device.PointInTime;
import io.ebsnap.volume.EpochOrder;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.OneMoment;
import io.ebsnap.volume.VolumeEpochs;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Managed volumes that are put together after the engine that takes snapshots of them. */
public final class LateEpochs implements VolumeEpochs {

    private volatile @Nullable VolumeEpochs volumes;

    /** From now on there are these. */
    public void are(VolumeEpochs known) {
        volumes = known;
    }

    @Override
    public Optional<ManagedVolume> named(String volume) {
        VolumeEpochs known = volumes;
        return known == null ? Optional.empty() : known.named(volume);
    }

    @Override
    public List<PointInTime> take(List<EpochOrder> orders, OneMoment moment) {
        return Objects.requireNonNull(volumes).take(orders, moment);
    }

    @Override
    public void untrack(String volumeId) {
        VolumeEpochs known = volumes;
        if (known != null) {
            known.untrack(volumeId);
        }
    }

    @Override
    public Optional<PointInTime> resume(SnapshotRecord pending) {
        VolumeEpochs known = volumes;
        return known == null ? Optional.empty() : known.resume(pending);
    }
}
