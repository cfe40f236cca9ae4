package io.ebsnap.cli;

import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageAncestry;
import io.ebsnap.api.ImageAncestryEntry;
import io.ebsnap.api.ImageAttribute;
import io.ebsnap.api.ImageLaunch;
import io.ebsnap.api.LaunchPermission;
import io.ebsnap.api.LaunchedVolume;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Images as people see them. */
final class ImageViews {

    private ImageViews() {}

    static Table list(List<Image> images) {
        Table table = Table.of("IMAGE", "NAME", "STATE", "CREATED", ">DEVICES", ">SIZE", "OWNER", "DESCRIPTION");
        for (Image image : images) {
            table.row(
                    image.imageId(),
                    image.name(),
                    image.state(),
                    Human.time(image.creationDate()),
                    Integer.toString(image.blockDeviceMappings().size()),
                    Human.size(bytes(image)),
                    image.ownerId(),
                    image.description());
        }
        return table;
    }

    private static long bytes(Image image) {
        return image.blockDeviceMappings().stream()
                .map(BlockDeviceMapping::ebs)
                .filter(Objects::nonNull)
                .map(EbsBlockDevice::volumeSizeInBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    static Table one(Image image) {
        Table table = Table.pairs()
                .row("image", image.imageId())
                .row("name", image.name())
                .row("state", image.state());
        if (image.stateReason() != null) {
            table.row("reason", image.stateReason().message());
        }
        table.row("created", Human.time(image.creationDate()))
                .row("owner", image.ownerId())
                .row("boots", image.architecture() + ", " + image.bootMode() + ", root " + image.rootDeviceName());
        image.blockDeviceMappings().forEach(device -> table.row(device.deviceName(), volume(device.ebs())));
        return table.row("public", image.isPublic() ? "yes" : "no")
                .row("deprecated", Human.time(image.deprecationTime()))
                .row("protection", protection(image))
                .row("launched", Human.time(image.lastLaunchedTime()))
                .row("source", image.sourceImageId() == null ? "-" : image.sourceImageId())
                .row("description", image.description())
                .row("tags", Human.tags(image.tags()));
    }

    private static String volume(@Nullable EbsBlockDevice volume) {
        if (volume == null) {
            return "no volume";
        }
        String content = volume.snapshotId() == null ? "empty" : volume.snapshotId();
        boolean kept = Boolean.FALSE.equals(volume.deleteOnTermination());
        return content + ", " + Human.size(volume.volumeSizeInBytes()) + (kept ? ", kept on termination" : "");
    }

    private static String protection(Image image) {
        return image.protectedUntil() == null
                ? image.deregistrationProtection()
                : image.deregistrationProtection() + ", holds until " + Human.time(image.protectedUntil());
    }

    static Table permissions(ImageAttribute attribute) {
        List<String> accounts = attribute.launchPermissions().stream()
                .map(LaunchPermission::userId)
                .filter(Objects::nonNull)
                .toList();
        boolean all = attribute.launchPermissions().stream().anyMatch(one -> one.group() != null);
        return Table.pairs()
                .row("image", attribute.imageId())
                .row("shared with", accounts.isEmpty() ? "no account" : String.join(" ", accounts))
                .row("public", all ? "yes" : "no");
    }

    static Table ancestry(ImageAncestry ancestry) {
        Table table = Table.of("IMAGE", "NAME", "CREATED", "OWNER", "SOURCE");
        for (ImageAncestryEntry entry : ancestry.imageAncestryEntries()) {
            table.row(
                    entry.imageId(),
                    entry.name(),
                    Human.time(entry.creationDate()),
                    entry.imageOwnerId(),
                    entry.sourceImageId() == null ? "-" : entry.sourceImageId());
        }
        return table;
    }

    /** The devices of one launch. */
    static Table launch(ImageLaunch launch) {
        Table table = Table.of("DEVICE", "VOLUME", "NAME", "ATTACHED");
        for (LaunchedVolume volume : launch.volumes()) {
            table.row(volume.deviceName(), orDash(volume.volumeId()), volume.name(), orDash(volume.device()));
        }
        return table;
    }

    static Table launches(List<ImageLaunch> launches) {
        Table table = Table.of("LAUNCH", "IMAGE", "STATE", "LAUNCHED", "DEVICE", "VOLUME", "NAME", "ATTACHED");
        for (ImageLaunch launch : launches) {
            for (LaunchedVolume volume : launch.volumes()) {
                table.row(
                        launch.launchId(),
                        launch.imageId(),
                        launch.state(),
                        Human.time(launch.launchTime()),
                        volume.deviceName(),
                        orDash(volume.volumeId()),
                        volume.name(),
                        orDash(volume.device()));
            }
        }
        return table;
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
