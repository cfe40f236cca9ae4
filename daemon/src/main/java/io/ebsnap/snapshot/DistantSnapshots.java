package io.ebsnap.snapshot;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.DomainId;

/** Snapshots that lie elsewhere, and can be copied from there. Safe for use by several threads. */
public interface DistantSnapshots {

    /** There is no elsewhere. */
    DistantSnapshots NONE = new DistantSnapshots() {
        @Override
        public DistantSnapshot open(DistantName name, Patience patience) {
            throw new Failure.NotFound("there is no " + name.place());
        }

        @Override
        public ChunkAliases aliases(String place, DomainId domain) {
            return ChunkAliases.NONE;
        }

        @Override
        public String nameOf(String place) {
            return place;
        }
    };

    /** What becomes of a call that the place does not answer. */
    enum Patience {
        /** It fails. */
        NONE,
        /** It is repeated until there is an answer. */
        ENDLESS
    }

    /**
     * A snapshot, to be copied. The place is not asked yet.
     *
     * @throws Failure.NotFound if no such place is known
     */
    DistantSnapshot open(DistantName name, Patience patience);

    /** Which chunks are known to be the same here and there, to be closed by the caller. */
    ChunkAliases aliases(String place, DomainId domain);

    /** What people call a place. */
    String nameOf(String place);
}
