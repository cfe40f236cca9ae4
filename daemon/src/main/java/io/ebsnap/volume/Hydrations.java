package io.ebsnap.volume;

import java.util.Optional;

/** Fills volumes in the background. Safe for use by several threads. */
public interface Hydrations {

    /** Begins to fill a volume; returns at once. */
    void begin(Hydratable volume, HydrationSettings settings);

    /** Changes how a volume is filled, if it is being filled. */
    void adjust(String volumeId, HydrationSettings settings);

    /** Ends filling a volume, and waits for that. */
    void end(String volumeId);

    /** How far a volume is that is being filled. */
    Optional<HydrationProgress> progress(String volumeId);
}
