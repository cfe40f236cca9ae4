package io.ebsnap.control;

import static java.util.Objects.requireNonNull;

import io.ebsnap.api.Attachment;
import io.ebsnap.api.BlockDeviceMapping;
import io.ebsnap.api.EbsBlockDevice;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.Filter;
import io.ebsnap.api.Image;
import io.ebsnap.api.ServedVolume;
import io.ebsnap.api.SnapshotLock;
import io.ebsnap.api.SnapshotTierStatus;
import io.ebsnap.api.Tag;
import io.ebsnap.api.Volume;
import io.ebsnap.api.VolumePerformance;
import io.ebsnap.catalog.Wildcards;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** EC2's filters: what is described must match every filter, by any of its values. */
final class Filters {

    private static final String TAG = "tag:";
    private static final String TAG_KEY = "tag-key";

    private static final Map<String, Function<Volume, String>> VOLUME = Map.ofEntries(
            Map.entry("create-time", volume -> volume.createTime().toString()),
            Map.entry("device", Filters::device),
            Map.entry("kind", Volume::kind),
            Map.entry("name", volume -> orEmpty(volume.name())),
            Map.entry("size", volume -> Long.toString(volume.size())),
            Map.entry("status", Volume::state),
            Map.entry("volume-id", Volume::volumeId),
            Map.entry("availability-zone", volume -> served(volume, ServedVolume::availabilityZone)),
            Map.entry("encrypted", Filters::encrypted),
            Map.entry("fast-restored", Filters::fastRestored),
            Map.entry(
                    "hydration",
                    volume -> served(volume, served -> served.hydration().phase())),
            Map.entry("iops", volume -> orEmpty(performance(volume).iops())),
            Map.entry("snapshot-id", volume -> served(volume, ServedVolume::snapshotId)),
            Map.entry("volume-type", volume -> orEmpty(performance(volume).volumeType())),
            Map.entry("target", volume -> served(volume, ServedVolume::target)));

    private static final Map<String, Function<FastSnapshotRestore, String>> FAST_RESTORE = Map.of(
            "availability-zone", FastSnapshotRestore::availabilityZone,
            "owner-id", FastSnapshotRestore::ownerId,
            "snapshot-id", FastSnapshotRestore::snapshotId,
            "state", FastSnapshotRestore::state);

    private static final Map<String, Function<SnapshotTierStatus, String>> TIER = Map.of(
            "last-tiering-operation", SnapshotTierStatus::lastTieringOperationStatus,
            "owner-id", SnapshotTierStatus::ownerId,
            "snapshot-id", SnapshotTierStatus::snapshotId,
            "storage-tier", SnapshotTierStatus::storageTier,
            "volume-id", SnapshotTierStatus::volumeId);

    private static final Map<String, Function<SnapshotLock, String>> LOCK = Map.of(
            "lock-state", lock -> lock.terms().lockState(),
            "owner-id", SnapshotLock::ownerId,
            "snapshot-id", SnapshotLock::snapshotId);

    private static final Map<String, Function<Image, String>> IMAGE = Map.ofEntries(
            Map.entry("architecture", Image::architecture),
            Map.entry("boot-mode", Image::bootMode),
            Map.entry("creation-date", image -> image.creationDate().toString()),
            Map.entry("description", Image::description),
            Map.entry("image-id", Image::imageId),
            Map.entry("image-type", Image::imageType),
            Map.entry("is-public", image -> Boolean.toString(image.isPublic())),
            Map.entry("name", Image::name),
            Map.entry("owner-id", Image::ownerId),
            Map.entry("root-device-name", Image::rootDeviceName),
            Map.entry("root-device-type", Image::rootDeviceType),
            Map.entry("source-image-id", image -> orEmpty(image.sourceImageId())),
            Map.entry("state", Image::state),
            Map.entry(
                    "state-reason-message",
                    image -> image.stateReason() == null
                            ? ""
                            : image.stateReason().message()),
            Map.entry("virtualization-type", Image::virtualizationType));

    /** Of each block device that a volume is one value. */
    private static final Map<String, Function<Attachment, String>> ATTACHMENT = Map.of(
            "attachment.attach-time",
            attachment -> attachment.attachTime().toString(),
            "attachment.device",
            Attachment::blockDeviceName,
            "attachment.status",
            Attachment::state);

    /** Of each device one value. */
    private static final Map<String, Function<BlockDeviceMapping, String>> IMAGE_DEVICE = Map.of(
            "block-device-mapping.device-name", BlockDeviceMapping::deviceName,
            "block-device-mapping.snapshot-id", device -> ofVolume(device, EbsBlockDevice::snapshotId),
            "block-device-mapping.volume-size", device -> ofVolume(device, EbsBlockDevice::volumeSize),
            "block-device-mapping.encrypted", device -> ofVolume(device, EbsBlockDevice::encrypted),
            "block-device-mapping.delete-on-termination",
                    device -> ofVolume(device, EbsBlockDevice::deleteOnTermination));

    private Filters() {}

    static List<Image> images(List<Image> images, List<Filter> filters) {
        Split split = Split.of(filters, IMAGE_DEVICE);
        return ofParts(
                apply(images, split.others(), IMAGE, Image::tags),
                split.ofParts(),
                IMAGE_DEVICE,
                Image::blockDeviceMappings);
    }

    /** Filters of what things consist of, and of the things themselves. */
    private record Split(List<Filter> ofParts, List<Filter> others) {

        static Split of(List<Filter> filters, Map<String, ?> parts) {
            Map<Boolean, List<Filter>> split =
                    filters.stream().collect(Collectors.partitioningBy(filter -> parts.containsKey(filter.name())));
            return new Split(split.getOrDefault(true, List.of()), split.getOrDefault(false, List.of()));
        }
    }

    /** Each filter must be matched by one of the parts. */
    private static <T, P> List<T> ofParts(
            List<T> items, List<Filter> filters, Map<String, Function<P, String>> fields, Function<T, List<P>> parts) {
        return items.stream()
                .filter(item -> filters.stream()
                        .allMatch(filter -> parts.apply(item).stream()
                                .map(requireNonNull(fields.get(filter.name())))
                                .anyMatch(value -> isWanted(value, filter))))
                .toList();
    }

    private static String ofVolume(BlockDeviceMapping device, Function<EbsBlockDevice, @Nullable Object> field) {
        Object value = device.ebs() == null ? null : field.apply(device.ebs());
        return value == null ? "" : value.toString();
    }

    static List<Volume> volumes(List<Volume> volumes, List<Filter> filters) {
        Split split = Split.of(filters, ATTACHMENT);
        return ofParts(
                apply(volumes, split.others(), VOLUME, Volume::tags), split.ofParts(), ATTACHMENT, Volume::attachments);
    }

    static List<FastSnapshotRestore> fastRestores(List<FastSnapshotRestore> restores, List<Filter> filters) {
        return apply(restores, filters, FAST_RESTORE, restore -> List.of());
    }

    static List<SnapshotTierStatus> tiers(List<SnapshotTierStatus> statuses, List<Filter> filters) {
        return apply(statuses, filters, TIER, SnapshotTierStatus::tags);
    }

    static List<SnapshotLock> locks(List<SnapshotLock> locks, List<Filter> filters) {
        return apply(locks, filters, LOCK, lock -> List.of());
    }

    /**
     * Those that match every filter.
     *
     * @param fields what can be asked for by name, beside tags
     */
    static <T> List<T> apply(
            List<T> items, List<Filter> filters, Map<String, Function<T, String>> fields, Function<T, List<Tag>> tags) {
        filters.forEach(filter -> requireKnown(filter.name(), fields));
        if (filters.isEmpty()) {
            return items;
        }
        return items.stream()
                .filter(item -> filters.stream()
                        .allMatch(filter -> values(item, filter.name(), fields, tags).stream()
                                .anyMatch(value -> isWanted(value, filter))))
                .toList();
    }

    private static void requireKnown(String name, Map<String, ?> fields) {
        if (!fields.containsKey(name) && !name.startsWith(TAG) && !name.equals(TAG_KEY)) {
            throw new Failure.Invalid(
                    "there is no filter '" + name + "'",
                    "known are " + fields.keySet().stream().sorted().collect(Collectors.joining(", "))
                            + ", tag:KEY, tag-key");
        }
    }

    private static boolean isWanted(String value, Filter filter) {
        return filter.values().stream().anyMatch(wanted -> Wildcards.matches(wanted, value));
    }

    private static <T> List<String> values(
            T item, String name, Map<String, Function<T, String>> fields, Function<T, List<Tag>> tags) {
        if (name.equals(TAG_KEY)) {
            return tags.apply(item).stream().map(Tag::key).toList();
        }
        if (name.startsWith(TAG)) {
            String key = name.substring(TAG.length());
            return tags.apply(item).stream()
                    .filter(tag -> tag.key().equals(key))
                    .map(Tag::value)
                    .toList();
        }
        Function<T, String> field = fields.get(name);
        return field == null ? List.of() : List.of(field.apply(item));
    }

    /** Of a registered volume its own, of a managed one what it is attached as. */
    private static String device(Volume volume) {
        return volume.attachments().stream().map(Attachment::device).findFirst().orElse(orEmpty(volume.device()));
    }

    private static String served(Volume volume, Function<ServedVolume, @Nullable String> field) {
        return volume.served() == null ? "" : orEmpty(field.apply(volume.served()));
    }

    private static VolumePerformance performance(Volume volume) {
        ServedVolume served = volume.served();
        return VolumePerformance.shown(served == null ? null : served.performance(), volume.size());
    }

    private static String encrypted(Volume volume) {
        return Boolean.toString(volume.served() != null && volume.served().encrypted());
    }

    private static String fastRestored(Volume volume) {
        ServedVolume served = volume.served();
        return Boolean.toString(served != null && Boolean.TRUE.equals(served.fastRestored()));
    }

    private static String orEmpty(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
