package io.ebsnap.account;

import io.ebsnap.identity.SnapshotId;
import io.ebsnap.restore.FastRestore;
import io.ebsnap.restore.FastRestores;
import java.util.List;

/**
 * Fast restore of an account's snapshots. Images take the room of a zone, which all share, so that enabling and disabling it is the administrator's.
 *
 * @param restores of everybody
 * @param account whose are seen
 */
public record AccountFastRestores(FastRestores restores, Account account) implements FastRestores {

    @Override
    public FastRestore enable(SnapshotId snapshot, String zone) {
        throw Administrator.alone("enabling fast restore");
    }

    @Override
    public FastRestore disable(SnapshotId snapshot, String zone) {
        throw Administrator.alone("disabling fast restore");
    }

    @Override
    public List<FastRestore> list() {
        return restores.list().stream()
                .filter(restore -> account.owns(restore.record().ownerId()))
                .toList();
    }

    @Override
    public void snapshotsDeleted() {
        restores.snapshotsDeleted();
    }
}
