package io.ebsnap.snapshot;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of the difference of two snapshots.
 *
 * @param changes in ascending order of blocks
 * @param next the block to go on from; empty if there is no more
 * @param firstBytes size of the first snapshot's volume
 * @param secondBytes size of the second's
 */
public record DiffPage(List<BlockChange> changes, OptionalLong next, long firstBytes, long secondBytes) {

    public DiffPage {
        changes = List.copyOf(changes);
    }
}
