package io.ebsnap.account;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyOwner;
import io.ebsnap.snapshot.SnapshotSharing;
import java.util.List;
import java.util.Optional;

/**
 * Which snapshots an account sees, and what of them. One that it does not see does not exist for it, in the words for one that never did.
 *
 * @param catalog of the snapshots
 * @param account who sees
 * @param keys of the account
 * @param sharing says what others share with it
 */
public record VisibleSnapshots(Catalog catalog, Account account, KeyOwner keys, SnapshotSharing sharing) {

    /** Says nothing of how its changes were found. */
    private static final String FULL = "full";

    /** Whether a snapshot is the account's own. */
    boolean isOwn(SnapshotRecord snapshot) {
        return account.owns(snapshot.ownerId());
    }

    boolean isOwn(SnapshotId id) {
        return find(id).filter(this::isOwn).isPresent();
    }

    /** Whether the account sees a snapshot. */
    public boolean isVisible(SnapshotRecord snapshot) {
        return isOwn(snapshot) || sharing.isSharedWith(snapshot, account.id());
    }

    /**
     * Nothing if the account may use the content of a snapshot, now.
     *
     * @throws Failure.NotFound if it sees none of that id
     * @throws Failure.Denied if it has no grant to decrypt it
     */
    public void requireUsable(SnapshotId id) {
        SnapshotRecord snapshot = require(id);
        if (!isOwn(snapshot)) {
            sharing.requireReadable(snapshot, account.id());
        }
    }

    /**
     * Nothing if the account may read a snapshot that something else lends it, whether it sees it or not.
     *
     * @throws Failure.NotFound if there is none of that id
     * @throws Failure.Denied if it has no grant to decrypt it
     */
    void requireReadable(SnapshotId id) {
        SnapshotRecord snapshot = find(id).orElseThrow(() -> none(id));
        if (!isOwn(snapshot)) {
            sharing.requireReadable(snapshot, account.id());
        }
    }

    /**
     * A snapshot of the account's own.
     *
     * @throws Failure.NotFound if it sees none of that id
     * @throws Failure.Denied if it is another's who shares it
     */
    @CanIgnoreReturnValue
    SnapshotRecord requireOwn(SnapshotId id) {
        SnapshotRecord snapshot = require(id);
        if (!isOwn(snapshot)) {
            throw new Failure.Denied(
                    id + " is shared by account " + snapshot.ownerId() + ", and only that may do this");
        }
        return snapshot;
    }

    /**
     * Nothing if a snapshot is the account's own, and shares its chunks with nobody else's: other accounts seal nothing under the same key.
     *
     * @param what is asked, as the beginning of a sentence
     * @throws Failure.NotFound if it sees none of that id
     * @throws Failure.Denied if others may use the key too
     */
    void requireAlone(SnapshotId id, String what) {
        SnapshotRecord snapshot = require(id);
        if (!isAlone(snapshot)) {
            throw Administrator.alone(what + " under a key that others use");
        }
    }

    /** Whether a snapshot is the account's own, and other accounts seal nothing under its key. */
    boolean isAlone(SnapshotRecord snapshot) {
        return isOwn(snapshot) && keys.isAlone(snapshot.kmsKeyId());
    }

    /** A snapshot without what the account may not know of it: which snapshot of others it was compared with; of one that is shared, much more. */
    public SnapshotRecord shown(SnapshotRecord record) {
        if (!isOwn(record)) {
            return record.with(sharedOrigin(record.origin()))
                    .labelled(record.description(), List.of())
                    .sharedWith(new CreateVolumePermission(List.of(account.id()), sharing.isPublic(record)));
        }
        String parent = record.origin().parentSnapshotId();
        return parent == null || isVisible(parent) ? record : record.with(withoutParent(record.origin()));
    }

    /** The id of the key that a snapshot is sealed under. */
    String keyOf(SnapshotId id) {
        return require(id).kmsKeyId();
    }

    boolean isVisible(String id) {
        return find(new SnapshotId(id)).filter(this::isVisible).isPresent();
    }

    static Failure.NotFound none(SnapshotId id) {
        return new Failure.NotFound("there is no " + id);
    }

    private SnapshotRecord require(SnapshotId id) {
        return find(id).filter(this::isVisible).orElseThrow(() -> none(id));
    }

    private Optional<SnapshotRecord> find(SnapshotId id) {
        return catalog.find(CatalogKind.SNAPSHOT, id.value()).filter(SnapshotRecord::visible);
    }

    private static SnapshotOrigin sharedOrigin(SnapshotOrigin origin) {
        return new SnapshotOrigin("", origin.sizeBytes(), origin.consistency(), null, origin.domainId(), null, FULL);
    }

    private static SnapshotOrigin withoutParent(SnapshotOrigin origin) {
        return new SnapshotOrigin(
                origin.device(),
                origin.sizeBytes(),
                origin.consistency(),
                origin.instantArtifact(),
                origin.domainId(),
                null,
                origin.changeDetection(),
                origin.distant(),
                origin.group(),
                origin.upload());
    }
}
