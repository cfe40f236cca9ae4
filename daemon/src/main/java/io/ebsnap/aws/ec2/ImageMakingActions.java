package io.ebsnap.aws.ec2;

import io.ebsnap.api.Attachment;
import io.ebsnap.api.Image;
import io.ebsnap.api.ImageMachine;
import io.ebsnap.api.ImageRequest.CreateImage;
import io.ebsnap.api.ImageRequest.RegisterImage;
import io.ebsnap.api.ImageVolume;
import io.ebsnap.api.Tag;
import io.ebsnap.api.VolumeList;
import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.query.Parameters;
import io.ebsnap.aws.query.Xml;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** New images: of snapshots, and of the volumes that are attached to this machine. */
final class ImageMakingActions implements Ec2Actions {

    private static final ImageMachine UNSAID = new ImageMachine(null, null, null);

    private final Ec2Facts facts;

    ImageMakingActions(Ec2Facts facts) {
        this.facts = facts;
    }

    @Override
    public Map<String, Function<Parameters, Prepared>> byName() {
        return Map.of("RegisterImage", ImageMakingActions::register, "CreateImage", this::create);
    }

    private static Prepared register(Parameters in) {
        String name = ImageNames.required(in);
        requireServed(in);
        RegisterImage request = new RegisterImage(
                name,
                in.text("Description"),
                BlockDevices.wanted(in),
                new ImageMachine(in.text("Architecture"), in.text("BootMode"), in.text("RootDeviceName")),
                Reading.newTags(in, "image"));
        return ImageNames.free(name, new Prepared.Asked<>(request, ImageMakingActions::write));
    }

    /** What says no more than that the image is for what EC2 runs, and what EC2's tools send without being asked to. */
    private static void requireServed(Parameters in) {
        Boolean unused = in.flag("EnaSupport");
        requireOneOf(in, "VirtualizationType", "hvm");
        requireOneOf(in, "SriovNetSupport", ImageWriting.NET_SUPPORT);
        requireOneOf(in, "ImageLocation", "");
    }

    private static void requireOneOf(Parameters in, String name, String served) {
        String value = in.text(name);
        if (value != null && !value.equals(served)) {
            throw in.invalid(name, served.isEmpty() ? "Images are of snapshots." : "Expected: " + served + ".");
        }
    }

    private static void write(Image image, Xml out) {
        out.add("imageId", image.imageId());
    }

    private Prepared create(Parameters in) {
        facts.requireThisInstance(in.required("InstanceId"));
        Boolean unused = in.flag("NoReboot");
        SnapshotActions.requireRegional(in, "SnapshotLocation");
        String name = ImageNames.required(in);
        Wanted wanted = new Wanted(
                name,
                in.text("Description"),
                BlockDevices.changes(in),
                Reading.newTags(in, "image", Reading.IMAGE_AND_SNAPSHOTS),
                Reading.newTags(in, "snapshot", Reading.IMAGE_AND_SNAPSHOTS));
        return ImageNames.free(name, new Prepared.Following<>(AttachedVolumes.ALL, wanted::of));
    }

    /** What is to be made of the volumes of this machine. The one that was attached first has the root file system. */
    private record Wanted(
            String name,
            @Nullable String description,
            List<BlockDevices.Change> changes,
            List<Tag> tags,
            List<Tag> snapshotTags) {

        Prepared of(VolumeList attached) {
            List<Attachment> devices = attached.volumes().stream()
                    .flatMap(volume -> volume.attachments().stream())
                    .sorted(Comparator.comparing(Attachment::attachTime).thenComparing(Attachment::volumeId))
                    .toList();
            changes.forEach(change -> requireThere(change, devices));
            List<ImageVolume> volumes =
                    devices.stream().flatMap(device -> volume(device).stream()).toList();
            if (volumes.isEmpty()) {
                throw AwsFault.of("InvalidParameterValue", "No volumes are attached that are not left out.");
            }
            return new Prepared.Asked<>(
                    new CreateImage(
                            name, description, volumes, UNSAID, tags, snapshotTags, SnapshotActions.AFTER_TURN, null),
                    ImageMakingActions::write);
        }

        private static void requireThere(BlockDevices.Change change, List<Attachment> devices) {
            if (devices.stream().noneMatch(device -> device.blockDeviceName().equals(change.deviceName()))) {
                throw BlockDevices.invalid("No volume is attached as " + change.deviceName() + ".");
            }
        }

        private Optional<ImageVolume> volume(Attachment device) {
            Optional<BlockDevices.Change> change = changes.stream()
                    .filter(each -> each.deviceName().equals(device.blockDeviceName()))
                    .findFirst();
            if (change.filter(BlockDevices.Change::isLeftOut).isPresent()) {
                return Optional.empty();
            }
            boolean deleted =
                    change.map(BlockDevices.Change::deleteOnTermination).orElse(false);
            return Optional.of(new ImageVolume(device.volumeId(), device.blockDeviceName(), deleted));
        }
    }
}
