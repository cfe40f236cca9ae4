package io.ebsnap.snapshot;

import io.ebsnap.blockmap.BlockMap;
import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.device.BlockSource;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.device.PointInTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The instant of a snapshot, held while it is copied: its blocks can be read though it is deleted meanwhile.
 *
 * @param original the snapshot that is copied
 * @param base what is there already; null if nothing is
 * @param source reads the snapshot's blocks
 * @param holds on the maps of all of these, which are given up at the end
 */
record CopiedInstant(SnapshotRecord original, @Nullable Base base, BlockSource source, List<MapsInUse.Hold> holds)
        implements PointInTime {

    CopiedInstant {
        holds = List.copyOf(holds);
    }

    /**
     * An earlier copy under the key of this one.
     *
     * @param copy completed
     * @param copied the map of what that is a copy of
     */
    record Base(SnapshotRecord copy, BlockMap copied) {}

    /** The map that is copied. */
    BlockMap map() {
        return BlockMap.of(original);
    }

    @Override
    public ConsistencyMethod method() {
        return ConsistencyMethod.COPY;
    }

    @Override
    public Instant instant() {
        return original.startTime();
    }

    @Override
    public Optional<String> artifact() {
        return Optional.of(original.snapshotId());
    }

    @Override
    public Optional<SnapshotRecord> parent() {
        return Optional.ofNullable(base).map(Base::copy);
    }

    /** Every chunk was proved when it was read. */
    @Override
    public void confirm() {}

    @Override
    public void suspend() {
        close();
    }

    @Override
    public void close() {
        source.close();
        holds.forEach(MapsInUse.Hold::close);
    }
}
