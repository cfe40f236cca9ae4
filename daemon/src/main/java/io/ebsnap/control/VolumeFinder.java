package io.ebsnap.control;

import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeRegistry;
import java.util.Optional;

/** Finds the volume that a person means, among those that are registered and those that are managed. */
final class VolumeFinder {

    private final VolumeRegistry registry;
    private final Serving serving;

    VolumeFinder(VolumeRegistry registry, Serving serving) {
        this.registry = registry;
        this.serving = serving;
    }

    /** A managed volume by its id, its name, or the path of the device that it is attached as; empty if none is meant. */
    Optional<ManagedVolume> managed(String volume) {
        String meant = serving.attachments().list().stream()
                .filter(attachment -> attachment.isAt(volume))
                .map(VolumeAttachment::volumeId)
                .findFirst()
                .orElse(volume);
        try {
            return Optional.of(serving.volumes().find(meant));
        } catch (Failure.NotFound none) {
            return Optional.empty();
        }
    }

    /**
     * The same.
     *
     * @throws Failure.Invalid if a registered volume is meant
     * @throws Failure.NotFound if there is no such volume
     */
    ManagedVolume requireManaged(String volume) {
        return managed(volume).orElseThrow(() -> isRegistered(registry.resolve(volume)));
    }

    private static Failure.Invalid isRegistered(VolumeRecord volume) {
        return new Failure.Invalid(
                volume.volumeId() + " is registered: it is the device " + volume.device()
                        + ", and not ebsnap's to serve",
                "use the device itself; ebsnap volume forget makes ebsnap forget it");
    }

    /**
     * Nothing if a registered volume is meant.
     *
     * @throws Failure.Invalid if a managed one is meant
     */
    void refuseManaged(String volume) {
        managed(volume).ifPresent(found -> {
            throw new Failure.Invalid(
                    found.record().volumeId() + " is managed: it is not only known, ebsnap serves it",
                    "ebsnap volume delete deletes it");
        });
    }

    /** What a snapshot is to be taken of: a managed volume by its id, whatever it was named by; anything else as it was named. */
    String subject(String volume) {
        return managed(volume).map(found -> found.record().volumeId()).orElse(volume);
    }
}
