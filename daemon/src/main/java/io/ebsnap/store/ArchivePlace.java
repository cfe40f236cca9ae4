package io.ebsnap.store;

import io.ebsnap.identity.ArchiveId;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an archive is kept, which may be away for a while: a disk that is not mounted. Whoever finds nothing there finds out first whether the
 * archive is there at all. Safe for use by several threads.
 */
public interface ArchivePlace {

    /** Where it is; empty if that is not configured. */
    Optional<String> directory();

    /** Whether there is an archive, here or away. */
    boolean isMade();

    /**
     * Makes the archive, or finds the one that was begun to be made there.
     *
     * @return its name, to be noted durably and then to be {@linkplain #expect expected}
     * @throws io.ebsnap.failure.Failure.Unavailable if the place is not there, or not configured
     * @throws io.ebsnap.failure.Failure.Conflict if something else is there
     */
    ArchiveId make(Instant now);

    /** Says which archive it is. */
    void expect(ArchiveId archive);

    /**
     * Nothing if that archive is there.
     *
     * @throws io.ebsnap.failure.Failure.Unavailable if it is not, with what is found instead
     */
    void requireThere();

    /** Bytes that may still be put. */
    long freeBytes();
}
