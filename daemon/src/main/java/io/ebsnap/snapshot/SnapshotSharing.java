package io.ebsnap.snapshot;

import io.ebsnap.catalog.AccountSettingsRecord;
import io.ebsnap.catalog.BlockPublicAccess;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeySharing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sharing: who beside its owner may use a snapshot is written in its record, and by which keys is a matter of grants. No chunk, page or key is touched.
 * {@code docs/design/accounts.md}.
 */
public final class SnapshotSharing implements SharingService {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSharing.class);
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private final Catalog catalog;
    private final KeySharing keys;
    private final CrashPoints crashPoints;

    /** @param keys that snapshots are sealed under */
    public SnapshotSharing(Catalog catalog, KeySharing keys, CrashPoints crashPoints) {
        this.catalog = catalog;
        this.keys = keys;
        this.crashPoints = crashPoints;
    }

    @Override
    public SnapshotRecord share(SnapshotId id, SharingOrder with, boolean grant) {
        lend(id, with, grant);
        return changed(id, old -> {
            Set<String> accounts = new LinkedHashSet<>(accounts(old));
            accounts.addAll(with.accounts().stream().sorted().toList());
            return new CreateVolumePermission(List.copyOf(accounts), isMarkedPublic(old) || with.everybody());
        });
    }

    @Override
    public void lend(SnapshotId id, SharingOrder with, boolean grant) {
        SnapshotRecord snapshot = permissionsOf(id);
        check(snapshot, with);
        requireCompleted(snapshot);
        requireOwnKey(snapshot);
        if (with.everybody()) {
            requirePublishable(snapshot);
        }
        for (String account : with.accounts().stream().sorted().toList()) {
            requireGrant(snapshot, account, grant);
        }
        crashPoints.reached("share.after-grant");
    }

    @Override
    public SnapshotRecord unshare(SnapshotId id, SharingOrder with) {
        check(permissionsOf(id), with);
        return changed(id, old -> {
            List<String> accounts = new ArrayList<>(accounts(old));
            accounts.removeAll(with.accounts());
            return new CreateVolumePermission(accounts, isMarkedPublic(old) && !with.everybody());
        });
    }

    @Override
    public SnapshotRecord unshare(SnapshotId id) {
        SnapshotRecord unused = permissionsOf(id);
        return changed(id, old -> new CreateVolumePermission(List.of(), false));
    }

    @Override
    public SnapshotRecord permissionsOf(SnapshotId id) {
        return catalog.find(CatalogKind.SNAPSHOT, id.value())
                .filter(SnapshotRecord::visible)
                .orElseThrow(() -> new Failure.NotFound("there is no " + id));
    }

    @Override
    public BlockPublicAccess blockPublicAccess(String account) {
        return catalog.find(CatalogKind.ACCOUNT_SETTINGS, account)
                .map(AccountSettingsRecord::snapshotBlockPublicAccess)
                .orElse(BlockPublicAccess.UNBLOCKED);
    }

    @Override
    public void blockPublicAccess(String account, BlockPublicAccess state) {
        AccountSettingsRecord wanted = new AccountSettingsRecord(account, state);
        if (catalog.find(CatalogKind.ACCOUNT_SETTINGS, account).isEmpty()) {
            try {
                catalog.create(CatalogKind.ACCOUNT_SETTINGS, wanted);
            } catch (Failure.Conflict e) {
                // Somebody else was faster, and it is there.
            }
        }
        AccountSettingsRecord unused = catalog.update(CatalogKind.ACCOUNT_SETTINGS, account, old -> wanted);
        crashPoints.reached("share.after-block");
        LOG.info("account={} block-public-access={}", account, state.word());
    }

    /** Whether an account that is not its owner sees a snapshot, now. */
    public boolean isSharedWith(SnapshotRecord snapshot, String account) {
        return snapshot.state() == SnapshotState.COMPLETED
                && (accounts(snapshot).contains(account) || isPublic(snapshot));
    }

    /** Whether everybody may use a snapshot, now: it is marked so, and its owner has not blocked that. */
    public boolean isPublic(SnapshotRecord snapshot) {
        return isMarkedPublic(snapshot) && blockPublicAccess(snapshot.ownerId()) != BlockPublicAccess.BLOCK_ALL_SHARING;
    }

    /**
     * Nothing if an account that sees a snapshot may read it: under the store's key, or with a grant of another one.
     *
     * @throws Failure.Denied if it has no grant
     */
    public void requireReadable(SnapshotRecord snapshot, String account) {
        if (!keys.isStores(snapshot.kmsKeyId())
                && !keys.mayDecrypt(snapshot.kmsKeyId(), account, snapshot.snapshotId())) {
            throw new Failure.Denied(
                    "account " + account + " has no grant to decrypt under the key of " + snapshot.snapshotId(),
                    "its owner can give one: ebsnap snapshot share --grant");
        }
    }

    private SnapshotRecord changed(SnapshotId id, Function<SnapshotRecord, CreateVolumePermission> change) {
        SnapshotRecord now =
                catalog.update(CatalogKind.SNAPSHOT, id.value(), old -> old.sharedWith(bounded(change.apply(old))));
        crashPoints.reached("share.after-permission");
        LOG.info("snapshot={} shared-with={} public={}", id, accounts(now).size(), isMarkedPublic(now));
        return now;
    }

    private static @Nullable CreateVolumePermission bounded(CreateVolumePermission wanted) {
        if (wanted.userIds().size() > ACCOUNTS_MAX) {
            throw new Failure.Exhausted("a snapshot is shared with at most " + ACCOUNTS_MAX + " accounts", null);
        }
        return wanted.userIds().isEmpty() && !wanted.all() ? null : wanted;
    }

    private static void check(SnapshotRecord snapshot, SharingOrder with) {
        int changes = with.accounts().size() + (with.everybody() ? 1 : 0);
        if (changes < 1 || changes > CHANGES_MAX) {
            throw new Failure.Invalid("1 to " + CHANGES_MAX + " changes can be made at a time, not " + changes);
        }
        for (String account : with.accounts()) {
            if (!ACCOUNT.matcher(account).matches()) {
                throw new Failure.Invalid("'" + account + "' is not an account of 12 digits");
            }
            if (account.equals(snapshot.ownerId())) {
                throw new Failure.Invalid(snapshot.snapshotId() + " belongs to account " + account + " itself");
            }
        }
    }

    private static void requireCompleted(SnapshotRecord snapshot) {
        if (snapshot.state() != SnapshotState.COMPLETED) {
            throw new Failure.Conflict(
                    snapshot.snapshotId() + " is not completed", "wait for it: ebsnap snapshot wait");
        }
    }

    /** The default key is for its account alone: there are no grants of it. */
    private void requireOwnKey(SnapshotRecord snapshot) {
        if (keys.isDefault(snapshot.kmsKeyId())) {
            throw new Failure.Denied(
                    snapshot.snapshotId() + " is sealed under the default key, alias/aws/ebs, and cannot be shared",
                    "share a copy under a key of your own: ebsnap key create --alias alias/NAME, then ebsnap snapshot copy "
                            + snapshot.snapshotId() + " --kms-key alias/NAME");
        }
    }

    private void requirePublishable(SnapshotRecord snapshot) {
        if (!keys.isStores(snapshot.kmsKeyId())) {
            throw new Failure.Denied(
                    snapshot.snapshotId() + " is sealed under a KMS key, and cannot be public",
                    "share it with accounts, or publish one that is taken with --kms-key alias/ebsnap/store");
        }
        BlockPublicAccess state = blockPublicAccess(snapshot.ownerId());
        if (state != BlockPublicAccess.UNBLOCKED) {
            throw new Failure.Denied(
                    "public access to snapshots of account " + snapshot.ownerId() + " is blocked: " + state.word(),
                    "ebsnap snapshot block-public-access disable lets them be public");
        }
    }

    private void requireGrant(SnapshotRecord snapshot, String account, boolean grant) {
        String key = snapshot.kmsKeyId();
        if (keys.isStores(key) || keys.mayDecrypt(key, account, snapshot.snapshotId())) {
            return;
        }
        if (!grant) {
            throw new Failure.Denied(
                    "account " + account + " has no grant to decrypt under the key of " + snapshot.snapshotId(),
                    "--grant gives one; so does: ebsnap key grant create " + key + " --to " + account
                            + " --operation Decrypt");
        }
        keys.grantDecrypt(key, account);
    }

    private static List<String> accounts(SnapshotRecord snapshot) {
        CreateVolumePermission permission = snapshot.createVolumePermission();
        return permission == null ? List.of() : permission.userIds();
    }

    private static boolean isMarkedPublic(SnapshotRecord snapshot) {
        CreateVolumePermission permission = snapshot.createVolumePermission();
        return permission != null && permission.all();
    }
}
