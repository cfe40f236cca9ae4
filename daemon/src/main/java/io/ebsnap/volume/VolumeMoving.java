package io.ebsnap.volume;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.VolumeMove;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.catalog.VolumeOrigin;
import io.ebsnap.failure.Failure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The moves of managed volumes between zones: their steps are taken one at a time, and none beside other changes of what exists. */
final class VolumeMoving {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeMoving.class);

    private final ManagedVolumeRecords records;
    private final OpenVolumes open;
    private final Hydrations hydrations;
    private final MoveSteps steps;
    private final VolumeMoves moves;

    VolumeMoving(ManagedVolumeRecords records, OpenVolumes open, Hydrations hydrations, MoveSteps steps) {
        this.records = records;
        this.open = open;
        this.hydrations = hydrations;
        this.steps = steps;
        this.moves = new VolumeMoves(new Steps());
    }

    /** Begins to move an available volume; returns what its record says then. */
    ManagedVolumeRecord move(ManagedVolumeRecord record, String zone) {
        synchronized (open) {
            awaitFormer(record);
            OpenVolume unused = open.opened(record);
            assert unused != null;
            ManagedVolumeRecord ordered = steps.order(record, zone);
            moves.begin(ordered.volumeId());
            return ordered;
        }
    }

    /** A move of which nothing durable is left to do ends by itself, and needs no lock for that. */
    private void awaitFormer(ManagedVolumeRecord record) {
        MoveSteps.requireNotCopied(record);
        if (isMoved(record) && moves.isMoving(record.volumeId())) {
            throw new Failure.Conflict("a move of " + record.volumeId() + " is just ending", "try it again");
        }
        moves.await(record.volumeId());
    }

    private static boolean isMoved(ManagedVolumeRecord record) {
        return record.move() != null && record.move().state() == VolumeMoveState.OPTIMIZING;
    }

    /** Ends the move of a volume, also what is left of one that failed. Not to be called with {@link OpenVolumes} locked: its move may need that. */
    void cancel(String volume) {
        String id = requireMoving(volume);
        endFor(id);
        synchronized (open) {
            ManagedVolumeRecord record = records.available(id);
            requireNotMoved(record);
            if (record.move() != null) {
                steps.over(record, new VolumeMoves.Ending.Cancelled());
            }
        }
    }

    private String requireMoving(String volume) {
        synchronized (open) {
            ManagedVolumeRecord record = records.available(volume);
            if (record.move() == null) {
                throw new Failure.Conflict(record.volumeId() + " is not being moved");
            }
            requireNotMoved(record);
            return record.volumeId();
        }
    }

    private static void requireNotMoved(ManagedVolumeRecord record) {
        VolumeMove move = record.move();
        if (move != null && isMoved(record)) {
            throw new Failure.Conflict(
                    record.volumeId() + " is in zone " + record.zone() + " already",
                    "move it back: ebsnap volume move " + record.volumeId() + " --zone " + move.zone());
        }
    }

    /** Ends the move of a volume if one is under way, and waits for that; not to be called with {@link OpenVolumes} locked. */
    void endFor(String volumeId) {
        moves.end(volumeId, new VolumeMoves.Ending.Cancelled());
    }

    boolean isMoving(String volumeId) {
        return moves.isMoving(volumeId);
    }

    long bytesCopied(String volumeId) {
        return moves.bytesCopied(volumeId);
    }

    /** Goes on with what an earlier daemon has begun, or could not end because a zone was not there. */
    void goOn(ManagedVolumeRecord record) {
        VolumeMove move = record.move();
        if (move == null || moves.isMoving(record.volumeId())) {
            return;
        }
        switch (move.state()) {
            case MODIFYING -> moves.begin(record.volumeId());
            case OPTIMIZING -> tidyIfThere(record);
            case FAILED -> {}
        }
    }

    private void tidyIfThere(ManagedVolumeRecord record) {
        try {
            steps.tidy(record);
        } catch (Failure e) {
            LOG.debug("volume={} its old target stays: {}", record.volumeId(), e.getMessage());
        }
    }

    /** Ends all, for the next daemon to go on with. */
    void stop() {
        moves.stop();
    }

    /** Each under the lock of all changes. */
    private final class Steps implements VolumeMoves.Steps {

        /** Meanwhile what is missing is not put into the old target. */
        @Override
        public MoveSteps.Begun begin(String volumeId) {
            synchronized (open) {
                ManagedVolumeRecord record = records.available(volumeId);
                MoveSteps.Begun begun = steps.begin(record, open.opened(record));
                VolumeOrigin origin = record.origin();
                if (origin != null) {
                    hydrations.adjust(volumeId, new HydrationSettings(origin.initializationRate(), true));
                }
                return begun;
            }
        }

        @Override
        public boolean trySwitch(MoveSteps.Begun begun) {
            synchronized (open) {
                if (begun.volume().changes().epoch() != null) {
                    return false;
                }
                Optional<OpenVolume> moved = steps.trySwitch(
                        begun, () -> hydrations.end(begun.volume().name()));
                moved.ifPresent(open::replace);
                return moved.isPresent();
            }
        }

        @Override
        public void tidy(String volumeId) {
            synchronized (open) {
                tidyIfThere(records.named(volumeId));
            }
        }

        @Override
        public void giveUp(String volumeId, MoveSteps.@Nullable Begun begun, VolumeMoves.Ending ending) {
            synchronized (open) {
                if (begun != null && begun.target().isRequired()) {
                    LOG.error("volume={} both of its targets go on to be written: either may be the volume", volumeId);
                    return;
                }
                if (begun != null) {
                    steps.end(begun);
                }
                if (!(ending instanceof VolumeMoves.Ending.Stopped)) {
                    stay(records.named(volumeId), ending);
                }
            }
        }

        private void stay(ManagedVolumeRecord record, VolumeMoves.Ending ending) {
            open.fillAgain(record);
            steps.over(record, ending);
        }
    }
}
