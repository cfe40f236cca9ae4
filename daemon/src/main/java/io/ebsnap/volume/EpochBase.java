package io.ebsnap.volume;

import io.ebsnap.blockmap.MapsInUse;
import io.ebsnap.catalog.SnapshotRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new snapshot of a volume is compared with.
 *
 * @param kind what is known
 * @param parent the snapshot; null if there is none
 * @param doubt why it is not known what was changed; empty if it is
 * @param holds the maps that it needs
 */
record EpochBase(Kind kind, @Nullable SnapshotRecord parent, String doubt, List<MapsInUse.Hold> holds)
        implements AutoCloseable {

    /** What is known of the difference. */
    enum Kind {
        /** Every block that was changed is known. */
        EXACT,
        /** The blocks that nothing has arrived of are the parent's; others must be compared. */
        ABSENT,
        /** Nothing. */
        NONE
    }

    EpochBase {
        holds = List.copyOf(holds);
    }

    /** Lets the maps go. */
    @Override
    public void close() {
        holds.forEach(MapsInUse.Hold::close);
    }
}
