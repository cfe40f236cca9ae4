package io.ebsnap.restore.warm;

import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A zone: its images, how volumes are made there, and what may be made. Safe for use by several threads. */
final class WarmZone {

    private final String name;
    private final ImagePlace images;
    private final WarmSettings settings;
    private volatile @Nullable WarmMethod known;

    WarmZone(String name, ImagePlace images, WarmSettings settings) {
        this.name = name;
        this.images = images;
        this.settings = settings;
    }

    String name() {
        return name;
    }

    ImagePlace images() {
        return images;
    }

    boolean isOf(FastRestoreRecord record) {
        return record.availabilityZone().equals(name);
    }

    /** How volumes are made of images. */
    WarmMethod method() {
        WarmMethod asked = images.method();
        known = asked;
        return asked;
    }

    /** The same, if it was found out. */
    Optional<WarmMethod> methodIfKnown() {
        return Optional.ofNullable(known);
    }

    /** Whether ready copies of what is enabled are to be made. */
    boolean lacksCopies(FastRestoreRecord record) {
        return method().needsCopies() && images.copies(record.snapshotId()) < settings.readyCopies();
    }

    /**
     * Why an image may not be made, with its first ready copy where there must be one; empty if it may.
     *
     * @param all records
     */
    Optional<String> imageRefusal(FastRestoreRecord record, List<FastRestoreRecord> all) {
        Optional<String> tight = images.tight();
        if (tight.isPresent()) {
            return tight;
        }
        boolean pool = method().needsCopies();
        long image = record.contentBytes();
        long whole = pool ? 2 * image : image;
        long unwritten = Math.max(0, image - images.imageBytes(record.snapshotId()))
                + (pool && images.copies(record.snapshotId()) == 0 ? image : 0);
        return budget(all).refusal(record.state() == FastRestoreState.ENABLING ? whole : 0, unwritten);
    }

    /** Why one more ready copy may not be made; empty if it may. The first one was promised with the image. */
    Optional<String> copyRefusal(FastRestoreRecord record, List<FastRestoreRecord> all) {
        boolean first = images.copies(record.snapshotId()) == 0;
        return budget(all).refusal(first ? 0 : record.contentBytes(), record.contentBytes());
    }

    private DiskBudget budget(List<FastRestoreRecord> all) {
        ImageRoom room = images.room();
        long promised =
                all.stream().filter(this::isOf).mapToLong(this::promisedBytes).sum();
        return new DiskBudget(room.totalBytes(), settings.budgetPercent(), promised, room.freeBytes());
    }

    private long promisedBytes(FastRestoreRecord record) {
        return switch (record.state()) {
            case ENABLING, DISABLED -> 0;
            case OPTIMIZING, ENABLED, DISABLING -> {
                long copies = method().needsCopies() ? Math.max(1, images.copies(record.snapshotId())) : 0;
                yield record.contentBytes() * (1 + copies);
            }
        };
    }
}
