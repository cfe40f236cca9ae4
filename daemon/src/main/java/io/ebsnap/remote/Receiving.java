package io.ebsnap.remote;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;

/** Copies that remotes order to be made here of snapshots of theirs. Safe for use by several threads. */
interface Receiving {

    /** Takes none. */
    Receiving NONE = new Receiving() {
        @Override
        public PushPlan plan(PushOrder order) {
            throw new Failure.Denied("you may not copy snapshots to here");
        }

        @Override
        public SnapshotId begin(PushOrder order) {
            throw new Failure.Denied("you may not copy snapshots to here");
        }

        @Override
        public PushStatus status(RemoteRecord remote, SnapshotId copy) {
            throw new Failure.Denied("you may not copy snapshots to here");
        }

        @Override
        public void cancel(RemoteRecord remote, SnapshotId copy) {
            throw new Failure.Denied("you may not copy snapshots to here");
        }
    };

    /** What a copy would take. */
    PushPlan plan(PushOrder order);

    /** Begins a copy; one of the same snapshot that is pending already is gone on with. */
    SnapshotId begin(PushOrder order);

    /** How far a copy from a remote is. */
    PushStatus status(RemoteRecord remote, SnapshotId copy);

    /** Ends a copy from a remote if it is pending. */
    void cancel(RemoteRecord remote, SnapshotId copy);
}
