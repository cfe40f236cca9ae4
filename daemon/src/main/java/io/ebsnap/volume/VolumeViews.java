package io.ebsnap.volume;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.VolumeArrival;
import io.ebsnap.catalog.VolumeCopy;
import io.ebsnap.catalog.VolumeOrigin;
import java.util.List;

/** Managed volumes as they are seen: what their records say, and how far they are. */
final class VolumeViews {

    private final VolumePlaces places;
    private final Hydrations hydrations;
    private final OpenVolumes open;
    private final VolumeMoving moving;

    VolumeViews(VolumePlaces places, Hydrations hydrations, OpenVolumes open, VolumeMoving moving) {
        this.places = places;
        this.hydrations = hydrations;
        this.open = open;
        this.moving = moving;
    }

    ManagedVolume of(ManagedVolumeRecord record) {
        return new ManagedVolume(
                record,
                progress(record),
                open.find(record.volumeId()).map(OpenVolume::users).orElse(List.of()),
                trouble(record),
                moving.bytesCopied(record.volumeId()));
    }

    private String trouble(ManagedVolumeRecord record) {
        if (record.state() == ManagedVolumeState.AVAILABLE) {
            return places.trouble(record);
        }
        VolumeCopy copy = record.copy();
        return copy != null && record.copying() ? copy.message() : "";
    }

    private HydrationProgress progress(ManagedVolumeRecord record) {
        VolumeOrigin origin = record.origin();
        if (record.copying()) {
            return HydrationProgress.waiting("its content is being copied");
        }
        if (origin == null) {
            VolumeArrival nothing = new VolumeArrival(record.createTime(), 0);
            return HydrationProgress.completed(nothing, nothing);
        }
        VolumeArrival bootSet = origin.bootSet();
        VolumeArrival all = origin.hydration();
        if (all != null) {
            return HydrationProgress.completed(all, bootSet == null ? all : bootSet);
        }
        HydrationProgress now = hydrations
                .progress(record.volumeId())
                .orElseGet(() -> HydrationProgress.waiting("its target cannot be opened"));
        return bootSet == null ? now : now.with(bootSet);
    }
}
