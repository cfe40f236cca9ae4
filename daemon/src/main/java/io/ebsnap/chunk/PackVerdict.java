package io.ebsnap.chunk;

import java.util.List;

/**
 * What a pack is still good for.
 *
 * @param trailer of the pack
 * @param live records that are needed and have their place here
 * @param liveBytes length of these records
 * @param irreplaceable whether it holds a needed chunk that is nowhere else and cannot be moved: damaged, but perhaps not beyond repair
 */
record PackVerdict(PackTrailer trailer, List<PackEntry> live, long liveBytes, boolean irreplaceable) {

    boolean isDead() {
        return live.isEmpty() && !irreplaceable;
    }
}
