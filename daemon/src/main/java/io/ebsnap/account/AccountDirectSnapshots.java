package io.ebsnap.account;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockOrder;
import io.ebsnap.direct.BlockPage;
import io.ebsnap.direct.BlockUpload;
import io.ebsnap.direct.ChangeOrder;
import io.ebsnap.direct.ChangedBlock;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.direct.ListedBlock;
import io.ebsnap.direct.PageOrder;
import io.ebsnap.direct.UploadEnd;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyAliases;
import io.ebsnap.kms.KeyServices;

/**
 * The direct APIs for an account: it reads what it may use, and writes what is its own, under keys that it may seal under. Whom a request says it
 * is for does not count.
 *
 * @param direct those of everybody
 * @param visible which snapshots it sees
 * @param keys that it may seal under
 */
public record AccountDirectSnapshots(DirectSnapshots direct, VisibleSnapshots visible, KeyServices keys)
        implements DirectSnapshots {

    @Override
    public SnapshotRecord start(UploadOrder order) {
        SnapshotId parent = order.parent();
        if (parent != null) {
            requireReadable(parent);
            requireSealable(visible.keyOf(parent), parent);
        }
        return visible.shown(
                direct.start(order.by(account(), parent == null ? own(order.sealing()) : order.sealing())));
    }

    @Override
    public void putBlock(BlockUpload block, ArraySlice content) {
        visible.requireOwn(block.snapshot());
        direct.putBlock(block, content);
    }

    @Override
    public SnapshotRecord complete(UploadEnd end) {
        visible.requireOwn(end.snapshot());
        return visible.shown(direct.complete(end));
    }

    @Override
    public BlockPage<ListedBlock> listBlocks(SnapshotId snapshot, PageOrder page) {
        requireReadable(snapshot);
        return direct.listBlocks(snapshot, page.by(account()));
    }

    @Override
    public BlockPage<ChangedBlock> listChangedBlocks(ChangeOrder snapshots, PageOrder page) {
        SnapshotId first = snapshots.first();
        if (first != null) {
            requireReadable(first);
        }
        requireReadable(snapshots.second());
        return direct.listChangedBlocks(snapshots, page.by(account()));
    }

    @Override
    public BlockChecksum getBlock(BlockOrder block, ArraySlice target) {
        requireReadable(block.snapshot());
        return direct.getBlock(block.by(account()), target);
    }

    private String account() {
        return visible.account().id();
    }

    private void requireReadable(SnapshotId snapshot) {
        try {
            visible.requireUsable(snapshot);
        } catch (Failure.Denied e) {
            throw new Failure.Denied(Reason.DEPENDENCY_ACCESS_DENIED, String.valueOf(e.getMessage()));
        }
    }

    /** A child is sealed under its parent's key: under that of another's snapshot the account may read, but not seal. */
    private void requireSealable(String key, SnapshotId parent) {
        if (!key.equals(keys.owner().idForSnapshots(KeyAliases.STORE)) && !ownsKey(key)) {
            throw new Failure.Denied(
                    Reason.DEPENDENCY_ACCESS_DENIED,
                    "account " + account() + " may not seal anything under the key of " + parent
                            + ": its parent can be a copy under a key of its own");
        }
    }

    private boolean ownsKey(String key) {
        try {
            return keys.owner().idForSnapshots(key).equals(key);
        } catch (Failure.NotFound e) {
            return false;
        }
    }

    private UploadOrder.Sealing own(UploadOrder.Sealing said) {
        String named = said.key();
        try {
            return named == null
                    ? new UploadOrder.Sealing(
                            said.encrypted(), null, keys.owner().idForSnapshots(keys.defaultKeyName()))
                    : new UploadOrder.Sealing(said.encrypted(), keys.owner().idForSnapshots(named), null);
        } catch (Failure.NotFound e) {
            throw new Failure.Invalid(Reason.INVALID_CUSTOMER_KEY, String.valueOf(e.getMessage()));
        }
    }
}
