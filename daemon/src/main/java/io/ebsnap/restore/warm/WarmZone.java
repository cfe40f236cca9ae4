package io.ebsnap.restore.warm;

import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.linux.FileSystemUsage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The zone's directory: its files, how volumes are made there, and what may be made. Safe for use by several threads. */
final class WarmZone {

    private final String name;
    private final WarmFiles files;
    private final WarmSettings settings;
    private final AtomicReference<@Nullable WarmMethod> found = new AtomicReference<>();

    WarmZone(String name, WarmFiles files, WarmSettings settings) {
        this.name = name;
        this.files = files;
        this.settings = settings;
    }

    String name() {
        return name;
    }

    WarmFiles files() {
        return files;
    }

    boolean isOf(FastRestoreRecord record) {
        return record.availabilityZone().equals(name);
    }

    /** How volumes are made of images; the file system is asked once. */
    WarmMethod method() {
        WarmMethod known = found.get();
        if (known != null) {
            return known;
        }
        WarmMethod asked = files.method();
        found.set(asked);
        return asked;
    }

    /** The same, if it was found out. */
    Optional<WarmMethod> methodIfKnown() {
        return Optional.ofNullable(found.get());
    }

    /** Whether ready copies of what is enabled are to be made. */
    boolean lacksCopies(FastRestoreRecord record) {
        return method() == WarmMethod.POOL && files.copies(record.snapshotId()) < settings.readyCopies();
    }

    /**
     * Why an image may not be made, with its first ready copy where there must be one; empty if it may.
     *
     * @param all records
     */
    Optional<String> imageRefusal(FastRestoreRecord record, List<FastRestoreRecord> all) {
        boolean pool = method() == WarmMethod.POOL;
        long image = record.contentBytes();
        long whole = pool ? 2 * image : image;
        long unwritten = Math.max(0, image - files.imageBytes(record.snapshotId()))
                + (pool && files.copies(record.snapshotId()) == 0 ? image : 0);
        return budget(all).refusal(record.state() == FastRestoreState.ENABLING ? whole : 0, unwritten);
    }

    /** Why one more ready copy may not be made; empty if it may. The first one was promised with the image. */
    Optional<String> copyRefusal(FastRestoreRecord record, List<FastRestoreRecord> all) {
        boolean first = files.copies(record.snapshotId()) == 0;
        return budget(all).refusal(first ? 0 : record.contentBytes(), record.contentBytes());
    }

    private DiskBudget budget(List<FastRestoreRecord> all) {
        FileSystemUsage usage = files.usage();
        long promised =
                all.stream().filter(this::isOf).mapToLong(this::promisedBytes).sum();
        return new DiskBudget(usage.totalBytes(), settings.budgetPercent(), promised, usage.freeBytes());
    }

    private long promisedBytes(FastRestoreRecord record) {
        return switch (record.state()) {
            case ENABLING, DISABLED -> 0;
            case OPTIMIZING, ENABLED, DISABLING -> {
                long copies = method() == WarmMethod.POOL ? Math.max(1, files.copies(record.snapshotId())) : 0;
                yield record.contentBytes() * (1 + copies);
            }
        };
    }
}
