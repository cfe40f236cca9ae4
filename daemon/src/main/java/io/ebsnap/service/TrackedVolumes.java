package io.ebsnap.service;

import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.tracking.Trackers;
import io.ebsnap.volume.Registration;
import io.ebsnap.volume.VolumeOrder;
import io.ebsnap.volume.VolumeRegistry;
import java.util.List;

/**
 * The volumes; with one that is forgotten goes what is kept to find its changes.
 *
 * @param volumes that are known
 * @param trackers keep it
 */
record TrackedVolumes(VolumeRegistry volumes, Trackers trackers) implements VolumeRegistry {

    @Override
    public Registration register(VolumeOrder order) {
        return volumes.register(order);
    }

    @Override
    public List<VolumeRecord> list() {
        return volumes.list();
    }

    @Override
    public VolumeRecord resolve(String volume) {
        return volumes.resolve(volume);
    }

    @Override
    public VolumeRecord resolveOrRegister(String volume) {
        return volumes.resolveOrRegister(volume);
    }

    @Override
    public VolumeRecord forget(String volume) {
        VolumeRecord forgotten = volumes.forget(volume);
        trackers.forget(forgotten.volumeId());
        return forgotten;
    }
}
