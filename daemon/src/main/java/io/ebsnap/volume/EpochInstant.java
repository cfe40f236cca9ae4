package io.ebsnap.volume;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.device.BlockSource;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.util.Optional;

/** One instant of a managed volume, kept by its epoch. */
final class EpochInstant implements PointInTime {

    private final OpenVolume volume;
    private final Instant instant;
    private final Epoch epoch;
    private final EpochBase base;
    private final EpochSource source;
    private boolean completed;

    /**
     * An instant that was begun.
     *
     * @param base belongs to it from now on
     */
    EpochInstant(OpenVolume volume, Instant instant, Epoch epoch, EpochBase base) {
        this.volume = volume;
        this.instant = instant;
        this.epoch = epoch;
        this.base = base;
        this.source = volume.sourceOf(epoch);
    }

    @Override
    public BlockSource source() {
        return source;
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.MANAGED_EPOCH;
    }

    @Override
    public Instant instant() {
        return instant;
    }

    @Override
    public Optional<String> artifact() {
        return Optional.of(epoch.name());
    }

    @Override
    public Optional<SnapshotRecord> parent() {
        return Optional.ofNullable(base.parent());
    }

    EpochBase base() {
        return base;
    }

    Epoch epoch() {
        return epoch;
    }

    EpochSource blocks() {
        return source;
    }

    /** Only what was noted as changed is kept, so what was overwritten of the rest since is gone. */
    @Override
    public void distrust(String why) {
        if (!volume.keepAll(epoch, why)) {
            throw new Failure.Unavailable(
                    why + "; everything must be compared, and some of what " + source.name()
                            + " held at the instant was overwritten since and not kept: the next snapshot compares everything",
                    null);
        }
    }

    @Override
    public void confirm() {
        String lost = epoch.lost();
        if (lost != null) {
            throw new Failure.Unavailable("the instant of " + source.name() + " is lost: " + lost, null);
        }
    }

    /** Its snapshot is completed: what was changed before does not matter any more. */
    void completed() {
        completed = true;
    }

    @Override
    public void suspend() {
        base.close();
    }

    @Override
    public void close() {
        try (EpochBase _ = base) {
            volume.endEpoch(epoch, completed);
        }
    }
}
