package io.ebsnap.control;

import io.ebsnap.api.BinnedImage;
import io.ebsnap.api.BinnedImageList;
import io.ebsnap.api.BinnedSnapshot;
import io.ebsnap.api.BinnedSnapshotList;
import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.BinnedVolumeList;
import io.ebsnap.api.Done;
import io.ebsnap.api.RecycleBinRequest;
import io.ebsnap.api.RecycleBinRequest.CreateRule;
import io.ebsnap.api.RecycleBinRequest.DeleteRule;
import io.ebsnap.api.RecycleBinRequest.DescribeRetention;
import io.ebsnap.api.RecycleBinRequest.GetRule;
import io.ebsnap.api.RecycleBinRequest.ListImagesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListRules;
import io.ebsnap.api.RecycleBinRequest.ListSnapshotsInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.ListVolumesInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.LockRule;
import io.ebsnap.api.RecycleBinRequest.PurgeFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreImageFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreSnapshotFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.RestoreVolumeFromRecycleBin;
import io.ebsnap.api.RecycleBinRequest.TagInRecycleBin;
import io.ebsnap.api.RecycleBinRequest.UnlockRule;
import io.ebsnap.api.RecycleBinRequest.UpdateRule;
import io.ebsnap.api.Retention;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.api.RetentionRuleList;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.Tag;
import io.ebsnap.bin.BinnedItem;
import io.ebsnap.bin.RecycleBin;
import io.ebsnap.bin.RetentionRules;
import io.ebsnap.bin.RuleChange;
import io.ebsnap.bin.RuleOrder;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The actions about the recycle bin. */
final class RecycleBinActions {

    private static final Tag IN_BIN = new Tag("aws:recycle-bin:resource-in-bin", "true");
    private static final String SNAPSHOT = "snap-";
    private static final String IMAGE = "ami-";

    private final Services services;
    private final RecycleBin bin;
    private final RetentionRules rules;
    private final RuleShapes shapes;
    private final Function<SnapshotRecord, Snapshot> shown;

    /** @param shown shows a snapshot */
    RecycleBinActions(Services services, Function<SnapshotRecord, Snapshot> shown) {
        this.services = services;
        this.bin = services.recycling().bin();
        this.rules = services.recycling().rules();
        this.shapes = new RuleShapes(services.keys().arns());
        this.shown = shown;
    }

    Record handle(RecycleBinRequest<?> request) {
        return switch (request) {
            case CreateRule create -> shapes.rule(rules.create(order(create)));
            case GetRule get -> shapes.rule(rules.find(get.identifier()));
            case ListRules list -> list(list);
            case UpdateRule update -> shapes.rule(rules.update(update.identifier(), change(update)));
            case DeleteRule delete -> done(() -> rules.delete(delete.identifier()));
            case LockRule lock -> shapes.rule(rules.lock(lock.identifier(), RuleShapes.days(lock.lockConfiguration())));
            case UnlockRule unlock -> shapes.rule(rules.unlock(unlock.identifier()));
            case DescribeRetention asked -> retention(asked.resourceId());
            case ListSnapshotsInRecycleBin list -> snapshots(list);
            case RestoreSnapshotFromRecycleBin restore -> restore(restore);
            case ListVolumesInRecycleBin list -> volumes(list);
            case RestoreVolumeFromRecycleBin restore ->
                done(() -> bin.restore(BinResourceType.EBS_VOLUME, restore.volumeId()));
            case ListImagesInRecycleBin list -> images(list);
            case RestoreImageFromRecycleBin restore ->
                done(() -> bin.restore(BinResourceType.EC2_IMAGE, restore.imageId()));
            case TagInRecycleBin tag ->
                done(() -> bin.tag(type(tag.resourceId()), tag.resourceId(), Shapes.records(tag.tags())));
            case PurgeFromRecycleBin purge -> done(() -> bin.purge(type(purge.resourceId()), purge.resourceId()));
        };
    }

    private static Done done(Runnable change) {
        change.run();
        return new Done(true);
    }

    private RuleOrder order(CreateRule request) {
        return new RuleOrder(
                services.accountId(),
                RuleShapes.type(request.resourceType()),
                RuleShapes.days(request.retentionPeriod()),
                request.description() == null ? "" : request.description(),
                RuleShapes.records(request.resourceTags()),
                RuleShapes.records(request.excludeResourceTags()),
                Shapes.records(request.tags()),
                request.lockConfiguration() == null ? null : RuleShapes.days(request.lockConfiguration()));
    }

    private static RuleChange change(UpdateRule request) {
        RetentionPeriod period = request.retentionPeriod();
        return new RuleChange(
                period == null ? null : RuleShapes.days(period),
                request.description(),
                records(request.resourceTags()),
                records(request.excludeResourceTags()));
    }

    private static @Nullable List<ResourceTag> records(@Nullable List<io.ebsnap.api.ResourceTag> tags) {
        return tags == null ? null : RuleShapes.records(tags);
    }

    private RetentionRuleList list(ListRules request) {
        List<io.ebsnap.api.RetentionRule> found = rules.list().stream()
                .map(shapes::rule)
                .filter(rule -> isOf(request.resourceType(), rule.resourceType())
                        && isOf(request.lockState(), rule.lockState()))
                .toList();
        Pages.Part<io.ebsnap.api.RetentionRule> part =
                Pages.cut(found, io.ebsnap.api.RetentionRule::identifier, request.page());
        return new RetentionRuleList(part.items(), part.nextToken());
    }

    private static boolean isOf(@Nullable String wanted, String word) {
        return wanted == null || wanted.equals(word);
    }

    private Retention retention(String id) {
        BinResourceType type = type(id);
        Deletable deletable = deletable(type, id);
        return new Retention(
                id,
                rules.keeping(type, deletable.ownerId(), deletable.tags())
                        .map(shapes::rule)
                        .orElse(null),
                rules.stay(type, deletable.ownerId(), deletable.tags())
                        .map(RecycleBinStay::exitTime)
                        .orElse(null));
    }

    /** What rules look at. */
    private record Deletable(@Nullable String ownerId, List<io.ebsnap.catalog.Tag> tags) {}

    private Deletable deletable(BinResourceType type, String id) {
        return switch (type) {
            case EBS_SNAPSHOT ->
                services.snapshots()
                        .find(Shapes.snapshotId(id))
                        .map(record -> new Deletable(record.ownerId(), record.tags()))
                        .orElseThrow(() -> new Failure.NotFound("there is no " + id));
            case EC2_IMAGE ->
                services.images()
                        .find(ImageShapes.id(id))
                        .map(record -> new Deletable(record.ownerId(), record.tags()))
                        .orElseThrow(() -> new Failure.NotFound("there is no " + id));
            case EBS_VOLUME -> {
                ManagedVolumeRecord record =
                        services.serving().volumes().find(id).record();
                yield new Deletable(record.ownerId(), record.tags());
            }
        };
    }

    private BinnedSnapshotList snapshots(ListSnapshotsInRecycleBin request) {
        Pages.Part<BinnedItem> part =
                Pages.cut(wanted(BinResourceType.EBS_SNAPSHOT, request.snapshotIds()), BinnedItem::id, request.page());
        return new BinnedSnapshotList(
                part.items().stream().map(RecycleBinActions::snapshot).toList(), part.nextToken());
    }

    private BinnedVolumeList volumes(ListVolumesInRecycleBin request) {
        Pages.Part<BinnedItem> part =
                Pages.cut(wanted(BinResourceType.EBS_VOLUME, request.volumeIds()), BinnedItem::id, request.page());
        return new BinnedVolumeList(
                part.items().stream().map(RecycleBinActions::volume).toList(), part.nextToken());
    }

    private BinnedImageList images(ListImagesInRecycleBin request) {
        Pages.Part<BinnedItem> part =
                Pages.cut(wanted(BinResourceType.EC2_IMAGE, request.imageIds()), BinnedItem::id, request.page());
        return new BinnedImageList(
                part.items().stream().map(RecycleBinActions::image).toList(), part.nextToken());
    }

    private List<BinnedItem> wanted(BinResourceType type, List<String> ids) {
        return bin.list(type).stream()
                .filter(item -> ids.isEmpty() || ids.contains(item.id()))
                .toList();
    }

    private SnapshotList restore(RestoreSnapshotFromRecycleBin request) {
        SnapshotId id = Shapes.snapshotId(request.snapshotId());
        BinnedItem unused = bin.restore(BinResourceType.EBS_SNAPSHOT, id.value());
        return new SnapshotList(
                services.snapshots().find(id).stream().map(shown).toList(), null);
    }

    private static BinnedSnapshot snapshot(BinnedItem item) {
        return new BinnedSnapshot(
                item.id(),
                item.stay().enterTime(),
                item.stay().exitTime(),
                item.description(),
                item.volumeId(),
                item.stay().ruleIdentifier(),
                item.stay().ruleLocked(),
                item.ownerId(),
                tags(item));
    }

    private static BinnedImage image(BinnedItem item) {
        return new BinnedImage(
                item.id(),
                item.name(),
                item.description(),
                item.stay().enterTime(),
                item.stay().exitTime(),
                item.stay().ruleIdentifier(),
                item.stay().ruleLocked(),
                item.ownerId(),
                tags(item));
    }

    private static BinnedVolume volume(BinnedItem item) {
        return new BinnedVolume(
                item.id(),
                item.stay().enterTime(),
                item.stay().exitTime(),
                Shapes.gibibytes(item.sizeBytes()),
                item.name(),
                item.stay().ruleIdentifier(),
                item.stay().ruleLocked(),
                item.ownerId(),
                tags(item),
                PerformanceShapes.shown(item.performance()));
    }

    private static List<Tag> tags(BinnedItem item) {
        List<Tag> tags = new ArrayList<>(Shapes.tags(item.tags()));
        tags.add(IN_BIN);
        return tags;
    }

    private static BinResourceType type(String id) {
        if (id.startsWith(IMAGE)) {
            return BinResourceType.EC2_IMAGE;
        }
        return id.startsWith(SNAPSHOT) ? BinResourceType.EBS_SNAPSHOT : BinResourceType.EBS_VOLUME;
    }
}
