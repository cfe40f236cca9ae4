package io.ebsnap.direct;

import io.ebsnap.task.Surroundings;
import java.util.concurrent.Executor;

/**
 * What all uploads share.
 *
 * @param storage where they are kept
 * @param surroundings clocks, names and crash points
 * @param tidying removes what is not needed any more, whenever that is, but one thing after the other
 * @param checkpoints when they are due
 */
record DirectContext(DirectStorage storage, Surroundings surroundings, Executor tidying, CheckpointLimits checkpoints) {

    void reached(String point) {
        surroundings.crashPoints().reached(point);
    }
}
