package io.ebsnap.control;

import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageAncestryEntry;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageLaunch;
import io.ebsnap.api.ImageStateReason;
import io.ebsnap.api.LaunchPermission;
import io.ebsnap.api.LaunchedVolume;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.LaunchId;
import io.ebsnap.volume.VolumeAttachment;
import java.util.ArrayList;
import java.util.List;

/** Images as the protocol shows them, and as it names them. */
final class ImageShapes {

    private static final String ALL = "all";

    private ImageShapes() {}

    static ImageId id(String text) {
        if (!ImageId.isValid(text)) {
            throw new Failure.Invalid("'" + text + "' is no image's id", "ebsnap image list shows them");
        }
        return new ImageId(text);
    }

    static LaunchId launchId(String text) {
        if (!LaunchId.isValid(text)) {
            throw new Failure.Invalid("'" + text + "' is no launch's id", "ebsnap image launches shows them");
        }
        return new LaunchId(text);
    }

    static Image image(ImageRecord record) {
        CreateVolumePermission permission = record.launchPermission();
        return new Image(
                record.machine().architecture(),
                record.blockDeviceMappings().stream().map(ImageShapes::mapping).toList(),
                record.machine().bootMode(),
                record.creationDate(),
                record.terms().deprecationTime(),
                record.terms().deregistrationProtection(),
                record.description(),
                record.imageId(),
                record.ownerId() + "/" + record.name(),
                "machine",
                record.lastLaunchedTime(),
                record.name(),
                record.ownerId(),
                permission != null && permission.all(),
                record.terms().protectedUntil(),
                record.machine().rootDeviceName(),
                "ebs",
                record.sourceImageId(),
                record.state().word(),
                record.stateMessage().isEmpty() ? null : new ImageStateReason(record.stateMessage()),
                Shapes.tags(record.tags()),
                "hvm");
    }

    private static BlockDeviceMapping mapping(ImageDevice device) {
        if (device.noDevice()) {
            return new BlockDeviceMapping(device.deviceName(), null, "");
        }
        return new BlockDeviceMapping(
                device.deviceName(),
                new EbsBlockDevice(
                        device.deleteOnTermination(),
                        device.snapshotId(),
                        Shapes.gibibytes(device.volumeSizeInBytes()),
                        device.volumeSizeInBytes(),
                        device.snapshotId() != null),
                null);
    }

    /** A device as it is asked for. */
    static ImageDevice device(BlockDeviceMapping mapping) {
        EbsBlockDevice ebs = mapping.ebs();
        if (ebs == null) {
            if (mapping.noDevice() == null) {
                throw new Failure.Invalid(mapping.deviceName() + " has neither Ebs nor NoDevice");
            }
            return new ImageDevice(mapping.deviceName(), null, 0, false);
        }
        Long bytes = ebs.volumeSizeInBytes();
        String snapshot = ebs.snapshotId();
        return new ImageDevice(
                mapping.deviceName(),
                snapshot == null ? null : Shapes.snapshotId(snapshot).value(),
                bytes == null ? 0 : bytes,
                !Boolean.FALSE.equals(ebs.deleteOnTermination()));
    }

    static ImageAttribute permissions(ImageRecord record) {
        CreateVolumePermission permission = record.launchPermission();
        List<LaunchPermission> shown = new ArrayList<>();
        if (permission != null) {
            permission.userIds().forEach(user -> shown.add(new LaunchPermission(user, null)));
            if (permission.all()) {
                shown.add(new LaunchPermission(null, ALL));
            }
        }
        return new ImageAttribute(record.imageId(), shown);
    }

    static ImageAncestryEntry ancestor(ImageRecord record) {
        return new ImageAncestryEntry(
                record.creationDate(), record.imageId(), record.ownerId(), record.name(), record.sourceImageId());
    }

    static ImageLaunch launch(ImageLaunchRecord record, List<VolumeAttachment> attachments) {
        return new ImageLaunch(
                record.launchId(),
                record.imageId(),
                record.state().word(),
                record.ownerId(),
                record.launchTime(),
                record.volumes().stream()
                        .map(volume -> new LaunchedVolume(
                                volume.deviceName(),
                                volume.volumeId(),
                                volume.volumeName(),
                                attachments.stream()
                                        .filter(one -> one.volumeId().equals(volume.volumeId()))
                                        .map(VolumeAttachment::device)
                                        .findFirst()
                                        .orElse(null),
                                volume.deleteOnTermination()))
                        .toList());
    }
}
