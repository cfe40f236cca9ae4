package io.ebsnap.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** About other daemons, and copies of their snapshots. */
public sealed interface RemoteRequest<A extends Record> extends Request<A> {

    /** Who this daemon is to others. */
    record DescribeRemoteIdentity() implements RemoteRequest<RemoteIdentity> {
        @Override
        public Class<RemoteIdentity> answerType() {
            return RemoteIdentity.class;
        }
    }

    /** Lists the remotes. */
    record DescribeRemotes() implements RemoteRequest<RemoteList> {
        @Override
        public Class<RemoteList> answerType() {
            return RemoteList.class;
        }
    }

    /**
     * Makes another daemon known.
     *
     * @param remoteName new: lower-case letters, digits and hyphens
     * @param address {@code HOST:PORT}; absent if it is never called
     * @param fingerprint SHA-256 of its certificate
     * @param mayRead whether it may copy snapshots from here
     * @param mayWrite whether it may copy snapshots to here
     * @param accountId 12-digit account that it acts for; absent for the daemon's own
     */
    record AddRemote(
            String remoteName,
            @Nullable String address,
            String fingerprint,
            boolean mayRead,
            boolean mayWrite,
            @Nullable String accountId)
            implements RemoteRequest<Remote> {
        @Override
        public Class<Remote> answerType() {
            return Remote.class;
        }
    }

    /** Forgets a remote. Copies from it stay. */
    record RemoveRemote(String remoteName) implements RemoteRequest<Done> {
        @Override
        public Class<Done> answerType() {
            return Done.class;
        }
    }

    /** Calls a remote. */
    record DescribeRemoteStatus(String remoteName) implements RemoteRequest<RemoteStatus> {
        @Override
        public Class<RemoteStatus> answerType() {
            return RemoteStatus.class;
        }
    }

    /** Lists the snapshots that a remote lets this daemon copy. */
    record DescribeRemoteSnapshots(String remoteName) implements RemoteRequest<RemoteSnapshotList> {
        @Override
        public Class<RemoteSnapshotList> answerType() {
            return RemoteSnapshotList.class;
        }
    }

    /**
     * Copies a snapshot of a remote to here, after this has answered.
     *
     * @param source of the copy
     * @param description the user's words
     * @param tags of the copy
     * @param copyTags whether the copy gets the source's tags too
     */
    record PullSnapshot(
            @Inlined RemoteSource source, @Nullable String description, List<Tag> tags, boolean copyTags)
            implements RemoteRequest<SnapshotList> {
        @Override
        public Class<SnapshotList> answerType() {
            return SnapshotList.class;
        }
    }

    /** What that would take. */
    record DescribeSnapshotPull(@Inlined RemoteSource source) implements RemoteRequest<SnapshotPullPlan> {
        @Override
        public Class<SnapshotPullPlan> answerType() {
            return SnapshotPullPlan.class;
        }
    }

    /**
     * Copies a snapshot from here to a remote, as a task that lasts until the copy there has ended.
     *
     * @param source of the copy; its id is one here, its key one there
     * @param description the user's words
     * @param tags of the copy
     * @param copyTags whether the copy gets the source's tags too
     */
    record PushSnapshot(
            @Inlined RemoteSource source, @Nullable String description, List<Tag> tags, boolean copyTags)
            implements RemoteRequest<StartedTask> {
        @Override
        public Class<StartedTask> answerType() {
            return StartedTask.class;
        }
    }

    /** What that would take. */
    record DescribeSnapshotPush(@Inlined RemoteSource source) implements RemoteRequest<SnapshotPullPlan> {
        @Override
        public Class<SnapshotPullPlan> answerType() {
            return SnapshotPullPlan.class;
        }
    }
}
