package io.ebsnap.remote;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.snapshot.DistantFacts;
import io.ebsnap.snapshot.DistantPlan;
import io.ebsnap.task.TaskView;
import java.util.List;

/** Remotes, and copies of their snapshots. Safe for use by several threads. */
public interface RemoteCopies {

    /** The most snapshots of a remote that are listed. */
    int LISTED_MAX = 10_000;

    /** What this daemon's certificate is told by, 64 hexadecimal digits. */
    String fingerprint();

    /**
     * Adds a remote.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if its name, address or account is of no such form
     * @throws io.ebsnap.failure.Failure.Conflict if its name or fingerprint is another's, or this daemon's
     * @throws io.ebsnap.failure.Failure.Exhausted if there are too many
     */
    RemoteRecord add(RemoteRecord remote);

    /** All remotes, by name. */
    List<RemoteRecord> list();

    /**
     * Removes a remote: it may do nothing any more, and what is under way ends. Copies stay.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that name
     */
    void remove(String name);

    /**
     * Calls a remote.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that name
     * @throws io.ebsnap.failure.Failure.Unavailable if it does not answer
     * @throws io.ebsnap.failure.Failure.Denied if it is another one, or does not know this daemon
     */
    RemoteStatus check(String name);

    /**
     * The snapshots that a remote lets this daemon copy, at most {@link #LISTED_MAX}, in the order of their instants.
     *
     * @throws io.ebsnap.failure.Failure as {@link #check}
     */
    List<DistantFacts> snapshots(String name);

    /**
     * What copying a snapshot to here would take.
     *
     * @throws io.ebsnap.failure.Failure as {@link io.ebsnap.snapshot.DistantCopying#planCopyFrom}
     */
    DistantPlan planPull(PullOrder order);

    /**
     * Begins to copy a snapshot to here.
     *
     * @throws io.ebsnap.failure.Failure as {@link io.ebsnap.snapshot.DistantCopying#copyFrom}
     */
    SnapshotRecord pull(PullOrder order);

    /**
     * What copying a snapshot from here to a remote would take.
     *
     * @throws io.ebsnap.failure.Failure as {@link #push}
     */
    PushPlan planPush(PushOrder order);

    /**
     * Begins to copy a snapshot from here to a remote, which must be reached. The task lasts until the copy there has ended, over breaks; after a restart of this daemon another task goes on.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such remote or snapshot
     * @throws io.ebsnap.failure.Failure.Unavailable if the remote does not answer
     * @throws io.ebsnap.failure.Failure.Denied if it does not let this daemon copy to there
     * @throws io.ebsnap.failure.Failure.Conflict if that is being done already
     */
    TaskView push(PushOrder order);
}
