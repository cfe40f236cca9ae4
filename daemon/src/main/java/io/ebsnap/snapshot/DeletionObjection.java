package io.ebsnap.snapshot;

import io.ebsnap.catalog.SnapshotRecord;
import java.util.Optional;

/** Somebody who may have a reason why a snapshot must not be deleted. Asked by several threads, with no lock held. */
@FunctionalInterface
public interface DeletionObjection {

    /**
     * Why it must not be deleted, as it goes on after the snapshot's id: {@code it is locked until ...}; empty if there is nothing against that.
     *
     * @param snapshot as it is; a pending one would be cancelled first
     * @throws io.ebsnap.failure.Failure if that cannot be found out: then it is not deleted either
     */
    Optional<String> to(SnapshotRecord snapshot);
}
