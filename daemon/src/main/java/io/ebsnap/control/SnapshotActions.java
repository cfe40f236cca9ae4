package io.ebsnap.control;

import io.ebsnap.api.Deleted;
import io.ebsnap.api.Done;
import io.ebsnap.api.InstantOptions;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotCopyPlan;
import io.ebsnap.api.SnapshotDifference;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.SnapshotRequest.CopySnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshot;
import io.ebsnap.api.SnapshotRequest.CreateSnapshots;
import io.ebsnap.api.SnapshotRequest.DeleteFirstTouch;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshot;
import io.ebsnap.api.SnapshotRequest.DeleteSnapshotGroup;
import io.ebsnap.api.SnapshotRequest.DescribeFirstTouch;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotCopy;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotSizes;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotTree;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshots;
import io.ebsnap.api.SnapshotRequest.DiffSnapshots;
import io.ebsnap.api.SnapshotRequest.DisableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.EnableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.ExportSnapshot;
import io.ebsnap.api.SnapshotRequest.GetSnapshotBlockPublicAccessState;
import io.ebsnap.api.SnapshotRequest.ImportSnapshot;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ResetSnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.RestoreSnapshot;
import io.ebsnap.api.SnapshotRequest.UntrackVolume;
import io.ebsnap.api.SnapshotRequest.VerifySnapshot;
import io.ebsnap.api.SnapshotTree;
import io.ebsnap.api.StartedTask;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.exchange.ExportOrder;
import io.ebsnap.exchange.FileFormat;
import io.ebsnap.exchange.ImportOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.snapshot.CopyPlan;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.snapshot.SnapshotService;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The actions about snapshots. */
final class SnapshotActions {

    private final Services services;
    private final SnapshotService snapshots;
    private final FirstTouchActions touches;
    private final SharingActions sharing;
    private final VolumeFinder finder;
    private final SnapshotSizeActions sizes;
    private final SnapshotFilters filters;

    SnapshotActions(Services services, VolumeFinder finder) {
        this.finder = finder;
        this.services = services;
        this.snapshots = services.snapshots();
        this.sizes = new SnapshotSizeActions(snapshots);
        this.filters = new SnapshotFilters(this::progress, services.keys()::arnOf);
        this.touches = new FirstTouchActions(services.touches());
        this.sharing = new SharingActions(services.sharing(), services.accountId());
    }

    Record handle(SnapshotRequest<?> request) {
        return switch (request) {
            case CreateSnapshot create -> create(create);
            case CreateSnapshots create -> create(create);
            case CopySnapshot copy -> copy(copy);
            case DescribeSnapshotCopy copy -> plan(copy);
            case DescribeSnapshots describe -> describe(describe);
            case DescribeSnapshotSizes asked -> sizes.of(asked.snapshotIds());
            case DescribeSnapshotTree tree -> tree(tree);
            case DeleteSnapshot delete -> delete(delete);
            case DeleteSnapshotGroup delete -> delete(delete);
            case DiffSnapshots diff -> diff(diff);
            case DescribeFirstTouch describe -> touches.describe(existing(describe.snapshotId()));
            case DeleteFirstTouch delete -> touches.delete(existing(delete.snapshotId()));
            case UntrackVolume untrack -> untrack(untrack);
            case ModifySnapshotAttribute modify -> sharing.modify(modify);
            case DescribeSnapshotAttribute describe -> sharing.describe(describe);
            case ResetSnapshotAttribute reset -> sharing.reset(reset);
            case EnableSnapshotBlockPublicAccess enable -> sharing.block(enable);
            case DisableSnapshotBlockPublicAccess disable -> sharing.unblock();
            case GetSnapshotBlockPublicAccessState get -> sharing.state();
            case VerifySnapshot verify -> verify(verify);
            case RestoreSnapshot restore -> restore(restore);
            case ExportSnapshot export -> export(export);
            case ImportSnapshot imported -> imported(imported);
        };
    }

    private Done untrack(UntrackVolume request) {
        snapshots.untrack(finder.subject(request.volume()));
        return new Done(true);
    }

    /** As EC2's. */
    private SnapshotList create(CreateSnapshot request) {
        if (request.volumes().size() != 1) {
            throw new Failure.Invalid("CreateSnapshot is of one volume, and CreateSnapshots of several");
        }
        return create(new CreateSnapshots(
                request.volumes(), request.description(), request.tags(), request.how(), request.kmsKeyId(), null));
    }

    private SnapshotList create(CreateSnapshots request) {
        InstantOptions how = request.how();
        SnapshotOrder order = new SnapshotOrder(
                request.volumes().stream().map(finder::subject).toList(),
                request.description() == null ? "" : request.description(),
                Shapes.records(request.tags()),
                copiesTags(request.copyTagsFromSource()),
                InstantDemands.method(how),
                how.preHook(),
                how.postHook(),
                request.kmsKeyId(),
                null,
                null);
        List<SnapshotRecord> records = snapshots.create(order.patient(InstantDemands.patience(how)));
        return new SnapshotList(records.stream().map(this::shape).toList(), null);
    }

    private static boolean copiesTags(@Nullable String source) {
        if (source != null && !source.equals("volume")) {
            throw new Failure.Invalid("CopyTagsFromSource is volume, or nothing, and not '" + source + "'");
        }
        return source != null;
    }

    private SnapshotList copy(CopySnapshot request) {
        SnapshotRecord copy = snapshots.copy(new SnapshotCopyOrder(
                existing(request.sourceSnapshotId()),
                request.description() == null ? "" : request.description(),
                Shapes.records(request.tags()),
                request.copyTags(),
                request.kmsKeyId()));
        return new SnapshotList(List.of(shape(copy)), null);
    }

    private SnapshotCopyPlan plan(DescribeSnapshotCopy request) {
        CopyPlan plan = snapshots.planCopy(
                new SnapshotCopyOrder(existing(request.sourceSnapshotId()), "", List.of(), false, request.kmsKeyId()));
        return new SnapshotCopyPlan(
                plan.source(),
                services.keys().arnOf(plan.kmsKeyId()),
                plan.sameKey(),
                plan.base() != null,
                plan.base(),
                plan.bytes());
    }

    private SnapshotList describe(DescribeSnapshots request) {
        List<SnapshotRecord> records = request.snapshotIds().isEmpty()
                ? snapshots.list()
                : request.snapshotIds().stream()
                        .distinct()
                        .map(this::find)
                        .sorted(SnapshotRecord.BY_START)
                        .toList();
        SnapshotChoice choice = new SnapshotChoice(request, services.accountId(), services.sharing());
        List<SnapshotRecord> wanted =
                filters.apply(records.stream().filter(choice::includes).toList(), request.filters());
        Pages.Part<SnapshotRecord> part = Pages.cutSorted(wanted, SnapshotActions::order, request.page());
        return new SnapshotList(part.items().stream().map(this::shape).toList(), part.nextToken());
    }

    private SnapshotTree tree(DescribeSnapshotTree request) {
        List<SnapshotRecord> selected = filters.apply(snapshots.list(), request.filters());
        Pages.Part<SnapshotRecord> part = Pages.cutSorted(selected, SnapshotActions::order, request.page());
        return new SnapshotTree(
                sizes.tree(part.items().stream().map(this::shape).toList()), part.nextToken());
    }

    private SnapshotRecord find(String id) {
        return snapshots
                .find(Shapes.snapshotId(id))
                .orElseThrow(() -> new Failure.NotFound("there is no snapshot " + id));
    }

    private SnapshotId existing(String id) {
        return new SnapshotId(find(id).snapshotId());
    }

    Snapshot shape(SnapshotRecord record) {
        SnapshotId id = new SnapshotId(record.snapshotId());
        return SnapshotShapes.snapshot(record, snapshots.progress(id), services.keys()::arnOf)
                .locked(services.locks().find(id).map(LockActions::terms).orElse(null));
    }

    private String progress(SnapshotRecord record) {
        return SnapshotShapes.percent(record.state(), snapshots.progress(new SnapshotId(record.snapshotId())));
    }

    /** As {@link SnapshotRecord#BY_START}. */
    private static String order(SnapshotRecord record) {
        return String.format(Locale.ROOT, "%015d-%s", record.startTime().toEpochMilli(), record.snapshotId());
    }

    private Deleted delete(DeleteSnapshot request) {
        SnapshotId id = Shapes.snapshotId(request.snapshotId());
        if (!request.beforeMinimumArchivePeriod()) {
            services.tiering().requireOldEnough(id);
        }
        Deletion deletion = snapshots.delete(List.of(id)).getFirst();
        services.fastRestores().snapshotsDeleted();
        return switch (deletion.outcome()) {
            case DELETED, CANCELLED -> Deleted.GONE;
            case RECYCLED -> new Deleted(true, deletion.recycleBinExitTime());
            case NOT_FOUND -> throw new Failure.NotFound("there is no snapshot " + request.snapshotId());
            case FAILED -> throw new Failure.Conflict(request.snapshotId() + " is not deleted: " + deletion.message());
        };
    }

    private Done delete(DeleteSnapshotGroup request) {
        String group = Shapes.snapshotGroupId(request.snapshotGroupId()).value();
        List<SnapshotId> members = snapshots.list().stream()
                .filter(record -> record.origin().isOf(group))
                .map(record -> new SnapshotId(record.snapshotId()))
                .toList();
        if (members.isEmpty()) {
            throw new Failure.NotFound("there is no snapshot of " + group);
        }
        List<Deletion> failed = snapshots.delete(members).stream()
                .filter(deletion -> deletion.outcome() == Deletion.Outcome.FAILED)
                .toList();
        services.fastRestores().snapshotsDeleted();
        if (!failed.isEmpty()) {
            throw new Failure.Conflict(failed.stream()
                    .map(deletion -> deletion.snapshot() + " is not deleted: " + deletion.message())
                    .collect(Collectors.joining("; ")));
        }
        return new Done(true);
    }

    private SnapshotDifference diff(DiffSnapshots request) {
        SnapshotId first = Shapes.snapshotId(request.firstSnapshotId());
        SnapshotId second = Shapes.snapshotId(request.secondSnapshotId());
        return new DifferencePages(snapshots).page(first, second, request.page());
    }

    private StartedTask verify(VerifySnapshot request) {
        return TaskShapes.started(services.store().verifySnapshot(Shapes.snapshotId(request.snapshotId())));
    }

    private StartedTask export(ExportSnapshot request) {
        return TaskShapes.started(services.files()
                .exportInto(new ExportOrder(
                        Shapes.snapshotId(request.snapshotId()),
                        request.file(),
                        FileFormat.of(request.format(), request.file()),
                        request.force())));
    }

    private SnapshotList imported(ImportSnapshot request) {
        SnapshotRecord record = services.files()
                .importFrom(new ImportOrder(
                        request.file(),
                        FileFormat.of(request.format(), request.file()),
                        request.description(),
                        Shapes.records(request.tags()),
                        request.kmsKeyId()));
        return new SnapshotList(List.of(shape(record)), null);
    }

    private StartedTask restore(RestoreSnapshot request) {
        return TaskShapes.started(services.restores()
                .start(new RestoreOrder(
                        Shapes.snapshotId(request.snapshotId()),
                        request.target(),
                        request.force(),
                        request.skipDamaged())));
    }
}
