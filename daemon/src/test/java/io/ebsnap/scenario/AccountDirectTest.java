package io.ebsnap.scenario;

import static io.ebsnap.scenario.DirectClient.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.MovingClock;
import io.ebsnap.account.Account;
import io.ebsnap.account.AccountDirectSnapshots;
import io.ebsnap.account.VisibleSnapshots;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.direct.BlockChecksum;
import io.ebsnap.direct.BlockOrder;
import io.ebsnap.direct.BlockUpload;
import io.ebsnap.direct.ChangeOrder;
import io.ebsnap.direct.DirectSnapshots;
import io.ebsnap.direct.PageOrder;
import io.ebsnap.direct.UploadEnd;
import io.ebsnap.direct.UploadOrder;
import io.ebsnap.failure.Failure;
import io.ebsnap.failure.Reason;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyArns;
import io.ebsnap.kms.KeyDuties;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KeySharing;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreKeyring;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.snapshot.SharingOrder;
import io.ebsnap.snapshot.SnapshotSharing;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The direct APIs as accounts use them, over a real keystore: nobody reads or writes what is another's. */
class AccountDirectTest {

    private static final String CONFIGURED = "000000000000";
    private static final String OWNER = "111111111111";
    private static final String OTHER = "222222222222";

    @TempDir
    Path directory;

    private final MovingClock clock = new MovingClock();
    private final EngineFixture engine = new EngineFixture(5);
    private final byte[] content = DirectClient.block(new Random(1));
    private Keystore keystore;
    private KeyServices keys;
    private SnapshotSharing sharing;
    private DirectSnapshots owner;
    private DirectSnapshots other;

    @BeforeEach
    void begin() {
        SecureRandom random = new SecureRandom();
        keystore = Keystore.create(new Keystore.Place(
                directory.resolve("keystore"),
                RootSecret.newKeyFile(directory.resolve("root.key"), random),
                new KeystoreSealing(AeadCiphers.fastest(), random),
                clock));
        engine.with(keystore).restart();
        keys = KeyServices.of(
                keystore,
                (KeystoreKeyring) engine.keys,
                new KeyServices.Names(new KeyArns("local", CONFIGURED), "alias/aws/ebs"),
                new KeyDuties.Surroundings(clock, clock::nanos, CrashPoints.NONE, (key, domains) -> Optional.empty()));
        sharing = new SnapshotSharing(engine.catalog, new KeySharing(keystore, keys.grants()), CrashPoints.NONE);
        owner = of(OWNER);
        other = of(OTHER);
        keys.keys().create(OWNER, "", List.of(), Optional.of("alias/mine"));
    }

    @AfterEach
    void close() {
        engine.close();
        keystore.close();
    }

    @Test
    void snapshotIsTheAccountsAndUnderItsKeyWhateverTheOrderSays() {
        SnapshotRecord record = owner.start(order(null, null).by(OTHER, UploadOrder.Sealing.UNSAID));
        assertThat(record.ownerId()).isEqualTo(OWNER);
        assertThat(record.kmsKeyId())
                .isEqualTo(keys.of(OWNER).owner().id("alias/aws/ebs"))
                .isNotEqualTo(keys.of(OTHER).defaultKeyName());
        SnapshotRecord named = owner.start(order(null, "alias/mine"));
        assertThat(named.kmsKeyId()).isEqualTo(keys.of(OWNER).owner().id("alias/mine"));
        refused(Reason.INVALID_CUSTOMER_KEY, () -> other.start(order(null, "alias/mine")));
    }

    @Test
    void othersDoNotSeeIt() {
        SnapshotId pending = DirectClient.idOf(owner.start(order(null, null)));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> put(other, pending));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> other.complete(new UploadEnd(pending, 0, null)));
        SnapshotId snapshot = completed(null);
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> list(other, snapshot));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> other.start(order(snapshot, null)));
        String token = list(owner, snapshot);
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> get(other, snapshot, token));
        SnapshotId own = DirectClient.idOf(
                other.complete(new UploadEnd(DirectClient.idOf(other.start(order(null, null))), 0, null)));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> changes(other, own, snapshot));
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> changes(other, snapshot, own));
        assertThat(get(owner, snapshot, token)).isEqualTo(content);
    }

    @Test
    void whoeverItIsSharedWithReadsItByTokensOfTheirOwnAsLongAsItIsShared() {
        SnapshotId snapshot = completed("alias/mine");
        sharing.share(snapshot, new SharingOrder(Set.of(OTHER), false), true);
        String token = list(other, snapshot);
        assertThat(get(other, snapshot, token)).isEqualTo(content);
        refused(Reason.INVALID_BLOCK_TOKEN, () -> get(owner, snapshot, token));
        refused(Reason.INVALID_BLOCK_TOKEN, () -> get(other, snapshot, list(owner, snapshot)));
        refused(Reason.UNAUTHORIZED_ACCOUNT, () -> put(other, snapshot));
        refused(Reason.DEPENDENCY_ACCESS_DENIED, () -> other.start(order(snapshot, null)));
        sharing.unshare(snapshot);
        refused(Reason.SNAPSHOT_NOT_FOUND, () -> get(other, snapshot, token));
    }

    @Test
    void childOfASnapshotUnderTheStoresKeyMayBeAnybodys() {
        SnapshotId snapshot = completed("alias/ebsnap/store");
        sharing.share(snapshot, new SharingOrder(Set.of(OTHER), false), false);
        SnapshotRecord child = other.start(order(snapshot, null));
        assertThat(child.ownerId()).isEqualTo(OTHER);
        SnapshotId id = DirectClient.idOf(other.complete(new UploadEnd(DirectClient.idOf(child), 0, null)));
        assertThat(get(other, id, list(other, id))).isEqualTo(content);
    }

    @Test
    void tokensOfClientsAreOfTheirAccount() {
        UploadOrder order = DirectClient.order(1, null, "one-token");
        assertThat(owner.start(order).snapshotId()).isEqualTo(owner.start(order).snapshotId());
        assertThat(other.start(order).snapshotId())
                .isNotEqualTo(owner.start(order).snapshotId());
    }

    private DirectSnapshots of(String account) {
        KeyServices own = keys.of(account);
        return new AccountDirectSnapshots(
                engine.direct,
                new VisibleSnapshots(engine.catalog, new Account(account, CONFIGURED), own.owner(), sharing),
                own);
    }

    private SnapshotId completed(@Nullable String key) {
        SnapshotId snapshot = DirectClient.idOf(owner.start(order(null, key)));
        put(owner, snapshot);
        return DirectClient.idOf(owner.complete(new UploadEnd(snapshot, 1, null)));
    }

    private static UploadOrder order(@Nullable SnapshotId parent, @Nullable String key) {
        return DirectClient.order(1, parent, null)
                .by(CONFIGURED, new UploadOrder.Sealing(key == null ? null : true, key, null));
    }

    private void put(DirectSnapshots as, SnapshotId snapshot) {
        ArraySlice block = ArraySlice.of(content);
        as.putBlock(new BlockUpload(snapshot, 3, BlockChecksum.of(block)), block);
    }

    private static String list(DirectSnapshots as, SnapshotId snapshot) {
        return as.listBlocks(snapshot, PageOrder.first(CONFIGURED, 100))
                .blocks()
                .getFirst()
                .token();
    }

    private static void changes(DirectSnapshots as, SnapshotId first, SnapshotId second) {
        Object unused = as.listChangedBlocks(new ChangeOrder(first, second), PageOrder.first(CONFIGURED, 100));
    }

    private static byte[] get(DirectSnapshots as, SnapshotId snapshot, String token) {
        byte[] block = new byte[BLOCK];
        Object unused = as.getBlock(new BlockOrder(CONFIGURED, snapshot, 3, token), ArraySlice.of(block));
        return block;
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(Reason.of(failure)).contains(reason));
    }
}
