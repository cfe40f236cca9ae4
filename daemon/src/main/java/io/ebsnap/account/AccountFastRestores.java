package io.ebsnap.account;

import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.SnapshotContent;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.FastRestores;
import java.util.List;

/**
 * Fast restore of an account's snapshots. Images take the room of a zone, which all share, so that an account may enable it only within a share of its own, and without one
 * not at all. One whose snapshot others share is its owner's: only that enables and disables it.
 *
 * @param restores of everybody
 * @param visible which snapshots are its own
 * @param share of the account
 */
public record AccountFastRestores(FastRestores restores, VisibleSnapshots visible, Share share)
        implements FastRestores {

    /**
     * What an account may have.
     *
     * @param gibibytes of all images together, each rounded up; 0 for none
     * @param lock under which accounts enable it, one at a time
     */
    public record Share(int gibibytes, Object lock) {}

    @Override
    public FastRestore enable(SnapshotId snapshot, String zone) {
        requireShare("enabling fast restore");
        synchronized (share.lock()) {
            requireRoom(snapshot);
            return shown(restores.enable(snapshot, zone));
        }
    }

    @Override
    public FastRestore disable(SnapshotId snapshot, String zone) {
        requireShare("disabling fast restore");
        visible.requireOwn(snapshot);
        return shown(restores.disable(snapshot, zone));
    }

    @Override
    public List<FastRestore> list() {
        return restores.list().stream()
                .filter(restore -> visible.account().owns(restore.record().ownerId()))
                .map(AccountFastRestores::shown)
                .toList();
    }

    /** What one waits for is told in numbers of all: how much room is taken. */
    private static FastRestore shown(FastRestore restore) {
        FastRestoreRecord record = restore.record();
        boolean waits =
                record.state() == FastRestoreState.ENABLING && !record.message().isEmpty();
        return waits
                ? new FastRestore(
                        record.saying("it waits: the administrator sees for what"),
                        restore.method(),
                        restore.readyCopies(),
                        restore.balance(),
                        restore.work())
                : restore;
    }

    @Override
    public void snapshotsDeleted() {
        restores.snapshotsDeleted();
    }

    private void requireShare(String what) {
        if (share.gibibytes() == 0) {
            throw Administrator.alone(what);
        }
    }

    /** What is enabled already counts whether its image is made yet or not. */
    private void requireRoom(SnapshotId snapshot) {
        SnapshotContent content = visible.requireOwn(snapshot).content();
        long wanted = content == null ? 0 : gibibytes(content.fullSnapshotSizeInBytes());
        long taken = list().stream()
                .map(FastRestore::record)
                .filter(record -> holdsRoom(record) && !record.snapshotId().equals(snapshot.value()))
                .mapToLong(record -> gibibytes(record.contentBytes()))
                .sum();
        if (taken + wanted > share.gibibytes()) {
            throw new Failure.Exhausted(
                    "fast restore of " + snapshot + " takes " + wanted + " GiB of the " + share.gibibytes()
                            + " that account " + visible.account().id() + " may have, of which " + taken
                            + " are taken",
                    "disable it for a snapshot that is not needed",
                    null);
        }
    }

    private static boolean holdsRoom(FastRestoreRecord record) {
        return record.state() != FastRestoreState.DISABLED;
    }

    /** Each one counts: their number is limited for everybody. */
    private static long gibibytes(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, 1L << 30));
    }
}
