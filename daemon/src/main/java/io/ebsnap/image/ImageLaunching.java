package io.ebsnap.image;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageLaunchRecord.Device;
import io.ebsnap.catalog.ImageLaunchState;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.LaunchId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.AttachmentOrder;
import io.ebsnap.volume.AttachmentVia;
import io.ebsnap.volume.ManagedVolume;
import io.ebsnap.volume.ManagedVolumeOrder;
import io.ebsnap.volume.VolumeAttachment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the volumes of images, all or none. The record of a launch comes first and says what they will be called; each volume has its id as a tag, so that
 * a crash leaves nothing that is not known.
 */
final class ImageLaunching {

    /** The tag of a volume that names its launch. */
    static final String LAUNCH_TAG = "ebsnap:launch-id";

    private static final String IMAGE_TAG = "ebsnap:image-id";
    private static final String DEVICE_TAG = "ebsnap:device-name";
    private static final Logger LOG = LoggerFactory.getLogger(ImageLaunching.class);

    private final ImageRecords records;
    private final ImageCaller caller;
    private final ImageParts parts;

    ImageLaunching(ImageRecords records, ImageCaller caller, ImageParts parts) {
        this.records = records;
        this.caller = caller;
        this.parts = parts;
    }

    ImageLaunchRecord launch(ImageLaunchOrder order, ImageRecord image) {
        List<ImageDevice> devices = devices(order, image);
        TagRules.check(order.tags());
        ImageLaunchRecord begun = begun(order, image, devices);
        records.create(begun);
        try {
            List<Device> made = new ArrayList<>();
            for (int i = 0; i < devices.size(); i++) {
                made.add(made(order, begun, devices.get(i), begun.volumes().get(i)));
                records.reached("image.after-one-volume");
            }
            order.attach().ifPresent(via -> attach(made, via));
            records.reached("image.after-attachments");
            ImageLaunchRecord launched =
                    records.updateLaunch(begun.launchId(), old -> old.in(ImageLaunchState.LAUNCHED, made));
            records.update(image.imageId(), old -> old.launchedAt(begun.launchTime()));
            LOG.info("launch={} image={} volumes={}", begun.launchId(), image.imageId(), made.size());
            return launched;
        } catch (RuntimeException e) {
            undo(begun);
            throw e;
        }
    }

    /** Those of the image with what was said of them, without those that are no volumes. */
    private static List<ImageDevice> devices(ImageLaunchOrder order, ImageRecord image) {
        List<String> known = image.blockDeviceMappings().stream()
                .map(ImageDevice::deviceName)
                .toList();
        order.overrides().stream()
                .filter(override -> !known.contains(override.deviceName()))
                .findFirst()
                .ifPresent(override -> {
                    throw new Failure.Invalid(
                            image.imageId() + " has no device " + override.deviceName() + ", but " + known);
                });
        ImageRules.checkSizes(order.overrides());
        List<ImageDevice> devices = image.blockDeviceMappings().stream()
                .map(device -> overridden(device, order.overrides()))
                .filter(device -> !device.noDevice())
                .toList();
        if (devices.isEmpty()) {
            throw new Failure.Invalid("no device of " + image.imageId() + " is left");
        }
        return devices;
    }

    private static ImageDevice overridden(ImageDevice device, List<ImageDevice> overrides) {
        Optional<ImageDevice> found = overrides.stream()
                .filter(override -> override.deviceName().equals(device.deviceName()))
                .findFirst();
        if (found.isEmpty()) {
            return device;
        }
        ImageDevice said = found.get();
        if (said.snapshotId() != null && !said.snapshotId().equals(device.snapshotId())) {
            throw new Failure.Invalid(
                    "the snapshot of " + device.deviceName() + " is the image's, and cannot be another one");
        }
        boolean leftOut = said.noDevice();
        long bytes = said.volumeSizeInBytes();
        if (!leftOut && bytes != 0 && bytes < device.volumeSizeInBytes()) {
            throw new Failure.Invalid(device.deviceName() + " has at least " + device.volumeSizeInBytes() + " bytes");
        }
        return leftOut
                ? said
                : new ImageDevice(
                        device.deviceName(),
                        device.snapshotId(),
                        bytes == 0 ? device.volumeSizeInBytes() : bytes,
                        said.deleteOnTermination());
    }

    private ImageLaunchRecord begun(ImageLaunchOrder order, ImageRecord image, List<ImageDevice> devices) {
        String id = LaunchId.random(records.surroundings().random()).value();
        String prefix = order.name().isEmpty() ? id : order.name();
        return new ImageLaunchRecord(
                id,
                image.imageId(),
                ImageLaunchState.LAUNCHING,
                caller.accountId(),
                records.now(),
                devices.stream()
                        .map(device -> new Device(
                                device.deviceName(),
                                prefix + "-" + shortName(device.deviceName()),
                                null,
                                device.deleteOnTermination()))
                        .toList());
    }

    /** {@code sda} of {@code /dev/sda}. */
    private static String shortName(String device) {
        return device.substring("/dev/".length()).replace('/', '-');
    }

    private Device made(ImageLaunchOrder order, ImageLaunchRecord launch, ImageDevice device, Device planned) {
        Optional<SnapshotId> snapshot = Optional.ofNullable(device.snapshotId()).map(SnapshotId::new);
        List<Tag> tags = TagRules.merge(
                order.tags(),
                List.of(
                        new Tag(LAUNCH_TAG, launch.launchId()),
                        new Tag(IMAGE_TAG, launch.imageId()),
                        new Tag(DEVICE_TAG, device.deviceName())));
        ManagedVolume volume = parts.lending()
                .create(new ManagedVolumeOrder(
                        snapshot,
                        device.volumeSizeInBytes(),
                        planned.volumeName(),
                        tags,
                        order.volumes().zone(),
                        Optional.empty(),
                        order.volumes().hydration(),
                        null,
                        order.volumes().encryption()));
        return new Device(
                planned.deviceName(), planned.volumeName(), volume.record().volumeId(), planned.deleteOnTermination());
    }

    private void attach(List<Device> devices, AttachmentVia via) {
        for (Device device : devices) {
            VolumeAttachment attached =
                    parts.attachments().attach(AttachmentOrder.of(String.valueOf(device.volumeId()), via));
            LOG.info("volume={} device={} attached={}", device.volumeId(), device.deviceName(), attached.device());
        }
    }

    /** Removes what was begun; if that cannot be done now, the next daemon does it. */
    void undo(ImageLaunchRecord launch) {
        try {
            volumesOf(launch).forEach(volume -> remove(volume.volumeId()));
            records.deleteLaunch(launch.launchId());
            LOG.info("launch={} undone", launch.launchId());
        } catch (Failure e) {
            LOG.error("launch={} what was begun of it stays: {}", launch.launchId(), e.getMessage());
        }
    }

    /** Whatever has its id as a tag and a name that was planned for it. */
    private List<ManagedVolumeRecord> volumesOf(ImageLaunchRecord launch) {
        List<String> names = launch.volumes().stream().map(Device::volumeName).toList();
        Tag tag = new Tag(LAUNCH_TAG, launch.launchId());
        return parts.volumes().list().stream()
                .map(ManagedVolume::record)
                .filter(volume -> names.contains(volume.name()) && volume.tags().contains(tag))
                .toList();
    }

    private void remove(String volumeId) {
        detach(volumeId);
        ManagedVolume unused = parts.volumes().delete(volumeId);
    }

    private void detach(String volumeId) {
        boolean attached = parts.attachments().list().stream()
                .anyMatch(attachment -> attachment.volumeId().equals(volumeId));
        if (attached) {
            VolumeAttachment unused = parts.attachments().detach(volumeId, false);
        }
    }

    /** Detaches all its volumes, deletes those that go with it, and forgets it. What is done is not done again after a crash. */
    ImageLaunchRecord terminate(ImageLaunchRecord launch) {
        if (launch.state() == ImageLaunchState.LAUNCHING) {
            throw new Failure.Conflict(launch.launchId() + " is being launched");
        }
        ImageLaunchRecord ending =
                records.updateLaunch(launch.launchId(), old -> old.in(ImageLaunchState.TERMINATING, old.volumes()));
        records.reached("image.after-terminating");
        for (Device device : ending.volumes()) {
            String id = String.valueOf(device.volumeId());
            if (exists(id)) {
                detach(id);
                if (device.deleteOnTermination()) {
                    remove(id);
                }
            }
            records.reached("image.after-one-removal");
        }
        records.deleteLaunch(launch.launchId());
        LOG.info("launch={} terminated", launch.launchId());
        return ending;
    }

    private boolean exists(String volumeId) {
        try (Stream<ManagedVolume> all = parts.volumes().list().stream()) {
            return all.anyMatch(volume -> volume.record().volumeId().equals(volumeId));
        }
    }
}
