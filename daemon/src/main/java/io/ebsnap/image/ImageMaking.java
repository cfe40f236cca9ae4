package io.ebsnap.image;

import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageLaunchRecord;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.ImageState;
import io.ebsnap.catalog.ImageTerms;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.catalog.TagRules;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ImageId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes images. The record comes first, without devices: it holds the name, and whatever a crash leaves of the snapshots is found by their description,
 * which names the image.
 */
final class ImageMaking {

    private static final Logger LOG = LoggerFactory.getLogger(ImageMaking.class);
    private static final String CREATED = "Created by CreateImage for ";
    private static final String COPIED = "Copied by CopyImage for ";

    private final ImageRecords records;
    private final ImageCaller caller;
    private final SnapshotService snapshots;

    ImageMaking(ImageRecords records, ImageCaller caller, SnapshotService snapshots) {
        this.records = records;
        this.caller = caller;
        this.snapshots = snapshots;
    }

    ImageRecord create(ImageCreation order) {
        List<String> names =
                order.devices().stream().map(ImageCreation.Device::deviceName).toList();
        ImageRules.check(order.label());
        ImageRules.checkDevices(names);
        ImageMachine machine = ImageRules.machine(order.machine(), names);
        ImageRecord record = record(order.label(), machine, null);
        List<Tag> marks = order.snapshots().standing().marks();
        return made(
                record.tagged(
                        Stream.concat(record.tags().stream(), marks.stream()).toList()),
                id -> {
                    List<SnapshotRecord> taken = snapshots.create(described(order, CREATED + id));
                    List<ImageDevice> devices = new ArrayList<>();
                    for (int i = 0; i < taken.size(); i++) {
                        devices.add(new ImageDevice(
                                names.get(i),
                                taken.get(i).snapshotId(),
                                taken.get(i).origin().sizeBytes(),
                                order.devices().get(i).deleteOnTermination()));
                    }
                    String source = launchedFrom(
                            taken.get(names.indexOf(machine.rootDeviceName())).volumeId());
                    return new Made(devices, source);
                });
    }

    private static SnapshotOrder described(ImageCreation order, String description) {
        SnapshotOrder wanted = order.snapshots();
        return new SnapshotOrder(
                wanted.volumes(),
                description,
                order.label().snapshotTags(),
                wanted.copyTags(),
                wanted.consistency(),
                wanted.preHook(),
                wanted.postHook(),
                wanted.key(),
                wanted.ownerId(),
                wanted.defaultKey(),
                new SnapshotOrder.Standing(
                        List.of(),
                        wanted.standing().hookTimeout(),
                        null,
                        wanted.standing().patience()));
    }

    /** The image that a volume was launched from; null if it was from none. */
    private @Nullable String launchedFrom(String volumeId) {
        return records.launches().stream()
                .filter(launch -> launch.volumes().stream().anyMatch(one -> volumeId.equals(one.volumeId())))
                .map(ImageLaunchRecord::imageId)
                .findFirst()
                .orElse(null);
    }

    ImageRecord register(ImageRegistration order) {
        List<String> names =
                order.devices().stream().map(ImageDevice::deviceName).toList();
        ImageRules.check(order.label());
        ImageRules.checkDevices(names);
        ImageRules.checkSizes(order.devices());
        ImageMachine machine = ImageRules.machine(order.machine(), names);
        List<ImageDevice> devices = order.devices().stream().map(this::sized).toList();
        ImageRules.checkRoot(machine, devices);
        ImageRecord image = record(order.label(), machine, null).with(devices).in(ImageState.AVAILABLE, "");
        records.create(image);
        LOG.info("image={} name=\"{}\" state=available", image.imageId(), image.name());
        return image;
    }

    /** A device as long as its snapshot where nothing was said. */
    private ImageDevice sized(ImageDevice wanted) {
        String snapshotId = wanted.snapshotId();
        if (snapshotId == null) {
            return wanted;
        }
        SnapshotRecord snapshot = owned(snapshotId);
        long least = snapshot.origin().sizeBytes();
        long bytes = wanted.volumeSizeInBytes() == 0 ? least : wanted.volumeSizeInBytes();
        if (bytes < least) {
            throw new Failure.Invalid(
                    wanted.deviceName() + " has " + bytes + " bytes, and " + snapshotId + " needs " + least);
        }
        return new ImageDevice(wanted.deviceName(), snapshotId, bytes, wanted.deleteOnTermination());
    }

    private SnapshotRecord owned(String snapshotId) {
        SnapshotRecord snapshot = snapshots
                .find(new SnapshotId(snapshotId))
                .orElseThrow(() -> new Failure.NotFound("there is no " + snapshotId));
        if (!snapshot.ownerId().equals(caller.accountId())) {
            throw new Failure.Denied(
                    snapshotId + " is account " + snapshot.ownerId()
                            + "'s, and an image is of its own account's snapshots",
                    "make an image of a copy: ebsnap snapshot copy " + snapshotId);
        }
        if (snapshot.state() != SnapshotState.COMPLETED) {
            throw new Failure.Conflict(
                    snapshotId + " is not completed", "wait for it: ebsnap snapshot wait " + snapshotId);
        }
        return snapshot;
    }

    ImageRecord copy(ImageCopyOrder order, ImageRecord source) {
        ImageRules.check(order.label());
        List<Tag> tags = order.copyTags() && caller.owns(source)
                ? TagRules.merge(
                        TagRules.withoutReserved(source.tags()), order.label().tags())
                : order.label().tags();
        ImageLabel label = new ImageLabel(order.label().name(), order.label().description(), tags);
        Map<String, Boolean> visible = source.snapshotIds()
                .distinct()
                .collect(Collectors.toMap(
                        id -> id, id -> snapshots.find(new SnapshotId(id)).isPresent()));
        visible.forEach((id, seen) -> {
            if (!seen) {
                throw new Failure.Denied(
                        source.imageId() + " is shared to be launched, and not to be copied",
                        "its owner lets it be copied by sharing its snapshots too: ebsnap snapshot share " + id);
            }
        });
        return made(
                record(label, source.machine(), source.imageId()),
                id -> new Made(copies(order, source, id), source.imageId()));
    }

    private List<ImageDevice> copies(ImageCopyOrder order, ImageRecord source, String id) {
        List<ImageDevice> devices = new ArrayList<>();
        for (ImageDevice device : source.blockDeviceMappings()) {
            String snapshotId = device.snapshotId();
            devices.add(
                    snapshotId == null
                            ? device
                            : new ImageDevice(
                                    device.deviceName(),
                                    copyOf(order, snapshotId, COPIED + id + " of " + source.imageId()),
                                    device.volumeSizeInBytes(),
                                    device.deleteOnTermination()));
        }
        return devices;
    }

    private String copyOf(ImageCopyOrder order, String snapshotId, String description) {
        SnapshotRecord copy = snapshots.copy(new SnapshotCopyOrder(
                new SnapshotId(snapshotId), description, order.label().snapshotTags(), order.copyTags(), order.key()));
        records.reached("image.after-one-copy");
        return copy.snapshotId();
    }

    /** What an image was made of. */
    private record Made(List<ImageDevice> devices, @Nullable String source) {}

    private ImageRecord made(ImageRecord image, Function<String, Made> making) {
        records.create(image);
        try {
            Made made = making.apply(image.imageId());
            records.reached("image.after-snapshots");
            ImageRecord now = records.update(
                    image.imageId(), old -> old.with(made.devices()).from(made.source()));
            LOG.info(
                    "image={} name=\"{}\" state={}",
                    now.imageId(),
                    now.name(),
                    now.state().word());
            return now;
        } catch (RuntimeException e) {
            undo(image);
            throw e;
        }
    }

    /** Removes what was begun of an image; if that cannot be done now, the next daemon does it. */
    void undo(ImageRecord image) {
        try {
            List<SnapshotId> begun = snapshots.list().stream()
                    .filter(snapshot -> isFor(image.imageId(), snapshot))
                    .map(snapshot -> new SnapshotId(snapshot.snapshotId()))
                    .toList();
            List<Deletion> unused = snapshots.delete(begun);
            records.delete(image.imageId());
        } catch (Failure e) {
            LOG.error("image={} what was begun of it stays: {}", image.imageId(), e.getMessage());
        }
    }

    static boolean isFor(String imageId, SnapshotRecord snapshot) {
        return snapshot.description().startsWith(CREATED + imageId)
                || snapshot.description().startsWith(COPIED + imageId);
    }

    private ImageRecord record(ImageLabel label, ImageMachine machine, @Nullable String source) {
        return new ImageRecord(
                ImageId.random(records.surroundings().random()).value(),
                label.name(),
                ImageState.PENDING,
                "",
                caller.accountId(),
                records.now(),
                label.description(),
                label.tags(),
                machine,
                List.of(),
                ImageTerms.NONE,
                null,
                source,
                null,
                null);
    }
}
