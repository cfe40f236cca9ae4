package io.ebsnap.account;

import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.volume.Registration;
import io.ebsnap.volume.VolumeOrder;
import io.ebsnap.volume.VolumeRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The registered volumes of an account. Only devices that are listed for it are looked at.
 *
 * @param volumes of everybody
 * @param account whose are seen
 * @param devices that it may use
 */
public record AccountVolumes(VolumeRegistry volumes, Account account, ListedDevices devices) implements VolumeRegistry {

    @Override
    public Registration register(VolumeOrder order) {
        return volumes.register(
                new VolumeOrder(devices.require(order.device()), order.name(), order.tags(), account.recorded()));
    }

    @Override
    public List<VolumeRecord> list() {
        return volumes.list().stream()
                .filter(volume -> account.owns(volume.ownerId()))
                .toList();
    }

    @Override
    public VolumeRecord resolve(String volume) {
        Optional<String> listed = devices.find(volume).map(Path::toString);
        return list().stream()
                .filter(record -> record.volumeId().equals(volume)
                        || (!volume.isEmpty() && record.name().equals(volume))
                        || record.device().equals(listed.orElse(volume)))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no volume '" + volume + "'"));
    }

    @Override
    public VolumeRecord resolveOrRegister(String volume) {
        if (volume.startsWith("/") || volume.contains("://")) {
            return register(new VolumeOrder(volume, "", List.of())).volume();
        }
        VolumeRecord known = resolve(volume);
        devices.require(known.device());
        return volumes.resolveOrRegister(known.volumeId());
    }

    @Override
    public VolumeRecord forget(String volume) {
        return volumes.forget(resolve(volume).volumeId());
    }
}
