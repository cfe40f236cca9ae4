package io.ebsnap.restore.hydration;

import io.ebsnap.volume.Hydratable;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.Hydrations;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/** Fills volumes, some at a time and the others after them. */
public final class HydrationEngine implements Hydrations {

    private final HydrationParts parts;
    private final Semaphore running;
    private final ConcurrentMap<String, VolumeHydration> volumes = new ConcurrentHashMap<>();

    public HydrationEngine(HydrationParts parts) {
        this.parts = parts;
        this.running = new Semaphore(parts.runningMax(), true);
    }

    @Override
    public void begin(Hydratable volume, HydrationSettings settings) {
        VolumeHydration hydration = new VolumeHydration(volume, settings, parts, running);
        if (volumes.putIfAbsent(volume.name(), hydration) != null) {
            throw new IllegalStateException(volume.name() + " is being filled already");
        }
        hydration.start();
    }

    @Override
    public void adjust(String volumeId, HydrationSettings settings) {
        VolumeHydration hydration = volumes.get(volumeId);
        if (hydration != null) {
            hydration.adjust(settings);
        }
    }

    @Override
    public void end(String volumeId) {
        VolumeHydration hydration = volumes.remove(volumeId);
        if (hydration != null) {
            hydration.stop();
        }
    }

    @Override
    public Optional<HydrationProgress> progress(String volumeId) {
        return Optional.ofNullable(volumes.get(volumeId)).map(VolumeHydration::progress);
    }
}
