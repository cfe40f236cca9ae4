package io.ebsnap.control;

import io.ebsnap.api.FastRestoreProgress;
import io.ebsnap.api.FastRestoreRequest;
import io.ebsnap.api.FastRestoreRequest.DescribeFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.DisableFastSnapshotRestores;
import io.ebsnap.api.FastRestoreRequest.EnableFastSnapshotRestores;
import io.ebsnap.api.FastSnapshotRestore;
import io.ebsnap.api.FastSnapshotRestoreChange;
import io.ebsnap.api.FastSnapshotRestoreFailure;
import io.ebsnap.api.FastSnapshotRestoreList;
import io.ebsnap.api.FastSnapshotRestoreStateError;
import io.ebsnap.api.VolumeCreationCredits;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.FastRestores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The actions about fast restore. One snapshot that cannot be changed does not keep the others from it. */
final class FastRestoreActions {

    private final FastRestores restores;

    FastRestoreActions(FastRestores restores) {
        this.restores = restores;
    }

    Record handle(FastRestoreRequest<?> request) {
        return switch (request) {
            case EnableFastSnapshotRestores enable ->
                change(enable.sourceSnapshotIds(), enable.availabilityZones(), restores::enable);
            case DisableFastSnapshotRestores disable ->
                change(disable.sourceSnapshotIds(), disable.availabilityZones(), restores::disable);
            case DescribeFastSnapshotRestores describe -> describe(describe);
        };
    }

    private FastSnapshotRestoreList describe(DescribeFastSnapshotRestores request) {
        List<FastSnapshotRestore> all =
                restores.list().stream().map(FastRestoreActions::shape).toList();
        Pages.Part<FastSnapshotRestore> part = Pages.cut(
                Filters.fastRestores(all, request.filters()),
                item -> item.snapshotId() + item.availabilityZone(),
                request.page());
        return new FastSnapshotRestoreList(part.items(), part.nextToken());
    }

    private static FastSnapshotRestoreChange change(
            List<String> snapshots, List<String> zones, BiFunction<SnapshotId, String, FastRestore> order) {
        if (snapshots.isEmpty()) {
            throw new Failure.Invalid("no snapshot is named", "name one or more");
        }
        List<FastSnapshotRestore> successful = new ArrayList<>();
        List<FastSnapshotRestoreFailure> unsuccessful = new ArrayList<>();
        for (String snapshot : snapshots.stream().distinct().toList()) {
            List<FastSnapshotRestoreStateError> errors = new ArrayList<>();
            for (String zone :
                    zones.isEmpty() ? List.of("") : zones.stream().distinct().toList()) {
                try {
                    successful.add(shape(order.apply(Shapes.snapshotId(snapshot), zone)));
                } catch (Failure e) {
                    errors.add(new FastSnapshotRestoreStateError(zone, ErrorAnswers.ofItem(e)));
                }
            }
            if (!errors.isEmpty()) {
                unsuccessful.add(new FastSnapshotRestoreFailure(snapshot, errors));
            }
        }
        return new FastSnapshotRestoreChange(successful, unsuccessful);
    }

    private static FastSnapshotRestore shape(FastRestore restore) {
        FastRestoreRecord record = restore.record();
        return new FastSnapshotRestore(
                record.snapshotId(),
                record.availabilityZone(),
                record.state().word(),
                record.stateTransitionReason(),
                record.ownerId(),
                record.times().enabling(),
                record.times().optimizing(),
                record.times().enabled(),
                record.times().disabling(),
                record.times().disabled(),
                orNull(record.message()),
                orNull(restore.method()),
                record.contentBytes(),
                restore.readyCopies(),
                restore.balance().map(FastRestoreActions::credits).orElse(null),
                restore.work().map(FastRestoreActions::progress).orElse(null));
    }

    private static VolumeCreationCredits credits(FastRestore.Balance balance) {
        return new VolumeCreationCredits(balance.credits(), balance.capacity(), balance.perHour(), balance.nextWhole());
    }

    private static FastRestoreProgress progress(FastRestore.Work work) {
        Duration remaining = work.remaining();
        return new FastRestoreProgress(
                work.phase(),
                work.bytesTotal(),
                work.bytesDone(),
                (long) work.bytesPerSecond(),
                remaining == null ? null : remaining.toSeconds());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
