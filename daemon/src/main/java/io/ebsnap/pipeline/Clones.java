package io.ebsnap.pipeline;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageExecutionRecord;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.LaunchId;
import io.ebsnap.image.ImageLaunchOrder;
import io.ebsnap.image.ImageService;
import io.ebsnap.volume.AttachmentVia;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.ManagedVolumeOrder.Encryption;
import io.ebsnap.volume.VolumeAttachment;
import io.ebsnap.volume.VolumeAttachments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clones of images that an execution works on: launches of its own, of lazy volumes that are gone with it.
 *
 * @param images of which they are made
 * @param attachments makes them block devices
 */
record Clones(ImageService images, VolumeAttachments attachments) {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int LOOKS_MAX = 100;

    /** Makes them, attached. Only what is asked for arrives. */
    ImageLaunchRecord launch(ImageExecutionRecord execution, Phase.Kind phase, ImageRecord image) {
        return images.launch(new ImageLaunchOrder(
                new ImageId(image.imageId()),
                execution.executionId() + "-" + phase.word(),
                List.of(new Tag(ImageNames.EXECUTION_TAG, execution.executionId())),
                image.blockDeviceMappings().stream()
                        .filter(device -> !device.noDevice())
                        .map(device -> new ImageDevice(
                                device.deviceName(), device.snapshotId(), device.volumeSizeInBytes(), true))
                        .toList(),
                new ImageLaunchOrder.Making("", new HydrationSettings(0, true), Encryption.UNSAID),
                Optional.of(AttachmentVia.AUTO)));
    }

    /** The block devices, by the image's names of devices. */
    Map<String, String> nodes(ImageLaunchRecord launch) {
        Map<String, String> nodes = new HashMap<>();
        List<VolumeAttachment> attached = attachments.list();
        for (ImageLaunchRecord.Device device : launch.volumes()) {
            attached.stream()
                    .filter(one -> one.volumeId().equals(device.volumeId()))
                    .forEach(one -> nodes.put(device.deviceName(), one.device()));
        }
        return nodes;
    }

    /**
     * Takes the block devices away, after what was written to them has become durable.
     *
     * @throws Failure.Conflict if one is used all the time
     */
    void detach(ImageLaunchRecord launch) {
        launch.volumes().stream()
                .map(ImageLaunchRecord.Device::volumeId)
                .filter(Objects::nonNull)
                .forEach(this::detach);
    }

    private void detach(String volumeId) {
        patiently(() -> {
            if (isAttached(volumeId)) {
                VolumeAttachment unused = attachments.detach(volumeId, false);
            }
        });
    }

    /** The kernel lets go of what was unmounted a little later, and the engine of what a snapshot was taken of. */
    private static void patiently(Runnable step) {
        for (int look = 1; ; look++) {
            try {
                step.run();
                return;
            } catch (Failure.Conflict used) {
                if (look == LOOKS_MAX || Thread.currentThread().isInterrupted()) {
                    throw used;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean isAttached(String volumeId) {
        return attachments.list().stream().anyMatch(one -> one.volumeId().equals(volumeId));
    }

    /** Ends one. */
    void terminate(ImageLaunchRecord launch) {
        detach(launch);
        patiently(() -> {
            ImageLaunchRecord unused = images.terminate(new LaunchId(launch.launchId()));
        });
    }

    /** Those of an execution, also where a crash has cut it off. */
    List<ImageLaunchRecord> of(ImageExecutionRecord execution) {
        return images.launches().stream()
                .filter(launch -> launch.volumes().stream()
                        .anyMatch(volume -> volume.volumeName().startsWith(execution.executionId() + "-")))
                .toList();
    }
}
