package io.ebsnap.volume;

import java.util.ArrayList;
import java.util.List;

/** Says what lies in a range of a volume; neighbours of a kind become one. To be used once. */
final class ExtentWalk {

    private final VolumeState state;
    private final VolumeChanges changes;
    private final int extentsMax;
    private final List<VolumeExtent> extents = new ArrayList<>();

    /** Up to where the target is known to be data or a hole; what was asked for lies before it. */
    private long knownEnd;

    private boolean knownHole;

    ExtentWalk(VolumeState state, VolumeChanges changes, int extentsMax) {
        this.state = state;
        this.changes = changes;
        this.extentsMax = extentsMax;
    }

    /** The extents of a range; there are none of an empty one. */
    List<VolumeExtent> over(long offset, long length) {
        long end = offset + length;
        for (long at = offset; at < end; ) {
            VolumeExtent next = at(at, end);
            if (!append(next)) {
                break;
            }
            at += next.length();
        }
        return extents;
    }

    private boolean append(VolumeExtent next) {
        if (!extents.isEmpty() && extents.getLast().isLike(next)) {
            long joined = extents.removeLast().length() + next.length();
            extents.add(next.of(joined));
            return true;
        }
        return extents.size() < extentsMax && extents.add(next);
    }

    /** What begins at {@code at}: within a block, or a unit of one that is there in part. */
    private VolumeExtent at(long at, long end) {
        long valid = state.validLength(at, Math.min(end, Units.endOfBlock(at)) - at);
        if (valid > 0) {
            return ofTarget(at, at + valid);
        }
        long stop = Math.min(end, Units.endOfUnit(at));
        if (state.isValid(Units.blockOf(at), Units.of(at, stop - at))) {
            return ofTarget(at, stop);
        }
        boolean zero = state.source().isHole(Units.blockOf(at));
        return new VolumeExtent(stop - at, zero, zero, false, isChanged(at));
    }

    private VolumeExtent ofTarget(long at, long end) {
        if (at >= knownEnd) {
            look(at);
        }
        return new VolumeExtent(Math.min(knownEnd, end) - at, knownHole, knownHole, true, isChanged(at));
    }

    private boolean isChanged(long at) {
        return changes.isDirty(Units.blockOf(at).value());
    }

    /** Asking is as slow as what lies there is long on some file systems, so a piece is asked for once and not block by block. */
    private void look(long at) {
        long data = state.target().nextData(at);
        knownHole = data > at;
        knownEnd = knownHole ? data : Math.max(state.target().nextHole(at), at + 1);
    }
}
