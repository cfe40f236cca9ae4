package io.ebsnap.control;

import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.SnapshotCounts;
import io.ebsnap.api.StoreDay;
import io.ebsnap.api.StoreHistory;
import io.ebsnap.api.StoreRequest;
import io.ebsnap.api.StoreRequest.CollectGarbage;
import io.ebsnap.api.StoreRequest.DescribeKeySizes;
import io.ebsnap.api.StoreRequest.DescribeStoreHistory;
import io.ebsnap.api.StoreRequest.DescribeZoneSizes;
import io.ebsnap.api.StoreRequest.GetScrubStatus;
import io.ebsnap.api.StoreRequest.GetStoreStatistics;
import io.ebsnap.api.StoreRequest.RebuildIndex;
import io.ebsnap.api.StoreRequest.VerifyStore;
import io.ebsnap.check.Sample;
import io.ebsnap.check.StoreMaintenance;
import io.ebsnap.check.StoreStatistics;
import io.ebsnap.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The actions about the chunk store. */
final class StoreActions {

    private static final Pattern SAMPLE = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    private final StoreMaintenance store;
    private final StoreSizeActions sizes;

    StoreActions(Services services) {
        this.store = services.store();
        this.sizes = new StoreSizeActions(services);
    }

    Record handle(StoreRequest<?> request) {
        return switch (request) {
            case GetStoreStatistics get -> sizes.ofStore();
            case DescribeKeySizes describe -> sizes.ofKeys();
            case DescribeZoneSizes describe -> sizes.ofZones();
            case VerifyStore verify -> TaskShapes.started(store.verify(sample(verify.sample()), verify.repair()));
            case DescribeStoreHistory describe -> history();
            case GetScrubStatus get -> scrub(store.scrubStatus());
            case CollectGarbage collect -> TaskShapes.started(store.collectGarbage());
            case RebuildIndex rebuild -> TaskShapes.started(store.rebuildIndex());
        };
    }

    private StoreHistory history() {
        return new StoreHistory(store.history().stream()
                .map(day -> new StoreDay(
                        day.date().toString(), day.packBytes(), day.snapshotBytes(), day.snapshots(), day.freeBytes()))
                .toList());
    }

    static ScrubStatus scrub(io.ebsnap.check.ScrubStatus status) {
        return new ScrubStatus(
                status.period().toDays(),
                status.verifiedWithin().toDays(),
                status.storedBytes(),
                status.verifiedBytes(),
                percent(status.verifiedBytes(), status.storedBytes()),
                status.neverBytes(),
                status.oldest(),
                status.running(),
                status.next());
    }

    /** Rounded down, so that it is 100 only for all. */
    private static double percent(long part, long all) {
        return all == 0 ? 100 : Math.floor(1000.0 * part / all) / 10;
    }

    /** Part {@code N/T}; all if there is no text. */
    static Sample sample(@Nullable String text) {
        if (text == null) {
            return Sample.WHOLE;
        }
        Matcher matcher = SAMPLE.matcher(text);
        if (!matcher.matches()) {
            throw new Failure.Invalid("sample '" + text + "' is not of the form N/T", "for example 3/30");
        }
        return new Sample(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    static SnapshotCounts snapshotCounts(StoreStatistics statistics) {
        return new SnapshotCounts(
                statistics.snapshotsCompleted(), statistics.snapshotsPending(), statistics.snapshotsFailed());
    }
}
