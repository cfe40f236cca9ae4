package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.SnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.DescribeSnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.EnableSnapshotBlockPublicAccess;
import io.ebsnap.api.SnapshotRequest.ModifySnapshotAttribute;
import io.ebsnap.api.SnapshotRequest.ResetSnapshotAttribute;
import io.ebsnap.api.VolumePermission;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KeySharing;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.snapshot.SnapshotSharing;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be shared with whom, under which key, and what a crash leaves of it. */
class SharingActionsTest {

    private static final String OWNER = "123456789012";
    private static final String OTHER = "111122223333";
    private static final String SNAPSHOT = "snap-0123456789abcdef0";
    private static final String STORE = "alias/ebsnap/store";

    @TempDir
    private Path directory = Path.of("");

    private final MemoryObjectStore objects = new MemoryObjectStore();
    private final Catalog catalog = CatalogFixtures.open(objects, new MemoryCatalogView());
    private final AtomicReference<String> death = new AtomicReference<>("");

    @SuppressWarnings("NullAway.Init") // before each test
    private Keystore keystore;

    @SuppressWarnings("NullAway.Init") // before each test
    private KeyServices keys;

    @SuppressWarnings("NullAway.Init") // before each test
    private SnapshotSharing sharing;

    @SuppressWarnings("NullAway.Init") // before each test
    private SharingActions actions;

    /** The daemon dies. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void wire() {
        SecureRandom random = new SecureRandom();
        keystore = Keystore.create(new Keystore.Place(
                directory.resolve("keystore"),
                RootSecret.newKeyFile(directory.resolve("root.key"), random),
                new KeystoreSealing(AeadCiphers.fastest(), random),
                InstantSource.fixed(FakeVolumes.TIME)));
        keys = KeyActionsTest.services(keystore, catalog);
        CrashPoints crashPoints = name -> {
            if (name.equals(death.get())) {
                throw new Death();
            }
        };
        sharing = new SnapshotSharing(catalog, new KeySharing(keystore, keys.grants()), crashPoints);
        actions = new SharingActions(sharing, OWNER);
    }

    @AfterEach
    void close() {
        keystore.close();
    }

    private String customerKey() {
        return keys.keys().create("", List.of(), Optional.of("alias/mine")).id().toString();
    }

    private void sealedUnder(String key, SnapshotState state) {
        SnapshotRecord any = CatalogFixtures.snapshot(state);
        catalog.create(
                CatalogKind.SNAPSHOT,
                new SnapshotRecord(
                        SNAPSHOT,
                        any.volumeId(),
                        any.state(),
                        any.stateMessage(),
                        any.startTime(),
                        any.completionTime(),
                        OWNER,
                        any.description(),
                        any.tags(),
                        any.storageTier(),
                        keystore.resolve(key).id().toString(),
                        any.content(),
                        any.origin(),
                        null));
    }

    private SnapshotRecord snapshot() {
        return catalog.find(CatalogKind.SNAPSHOT, SNAPSHOT).orElseThrow();
    }

    private static ModifySnapshotAttribute add(boolean grant, String... accounts) {
        return new ModifySnapshotAttribute(SNAPSHOT, "add", List.of(accounts), List.of(), grant);
    }

    private static ModifySnapshotAttribute everybody(String operation) {
        return new ModifySnapshotAttribute(SNAPSHOT, operation, List.of(), List.of("all"), false);
    }

    @Test
    void whatIsUnderTheDefaultKeyIsRefusedWithTheWayOut() {
        sealedUnder("alias/aws/ebs", SnapshotState.COMPLETED);
        assertThatThrownBy(() -> actions.modify(add(true, OTHER))).isInstanceOfSatisfying(Failure.Denied.class, e -> {
            assertThat(e).hasMessageContaining("default key");
            assertThat(e.hint().orElseThrow()).contains("--kms-key");
        });
        assertThat(snapshot().createVolumePermission()).isNull();
    }

    @Test
    void underACustomerKeyThereMustBeAGrantAsLongAsItIsUsed() {
        String key = customerKey();
        sealedUnder("alias/mine", SnapshotState.COMPLETED);
        assertThatThrownBy(() -> actions.modify(add(false, OTHER)))
                .isInstanceOfSatisfying(
                        Failure.Denied.class,
                        e -> assertThat(e.hint().orElseThrow())
                                .contains("--grant")
                                .contains(key));
        assertThat(sharing.isSharedWith(snapshot(), OTHER)).isFalse();
        SnapshotAttribute shared = actions.modify(add(true, OTHER));
        assertThat(shared.createVolumePermissions()).containsExactly(new VolumePermission(OTHER, null));
        assertThat(sharing.isSharedWith(snapshot(), OTHER)).isTrue();
        assertThat(sharing.isSharedWith(snapshot(), "999999999999")).isFalse();
        sharing.requireReadable(snapshot(), OTHER);
        keys.grants().revoke(key, keys.grants().list(key).getFirst().grantId());
        assertThatThrownBy(() -> sharing.requireReadable(snapshot(), OTHER)).isInstanceOf(Failure.Denied.class);
        actions.modify(new ModifySnapshotAttribute(SNAPSHOT, "remove", List.of(OTHER), List.of(), false));
        assertThat(sharing.isSharedWith(snapshot(), OTHER)).isFalse();
        assertThat(snapshot().createVolumePermission()).isNull();
    }

    @Test
    void onlyWhatIsUnderTheStoresKeyCanBePublic() {
        String key = customerKey();
        sealedUnder(key, SnapshotState.COMPLETED);
        assertThatThrownBy(() -> actions.modify(everybody("add")))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("cannot be public");
        assertThat(catalog.delete(CatalogKind.SNAPSHOT, SNAPSHOT)).isTrue();
        sealedUnder(STORE, SnapshotState.COMPLETED);
        assertThat(actions.modify(everybody("add")).publicNow()).isTrue();
        assertThat(sharing.isSharedWith(snapshot(), "999999999999")).isTrue();
        sharing.requireReadable(snapshot(), "999999999999");
        assertThat(actions.modify(everybody("remove")).createVolumePermissions())
                .isEmpty();
    }

    @Test
    void blockedPublicAccessShowsWhatIsKeptAndWhatHolds() {
        sealedUnder(STORE, SnapshotState.COMPLETED);
        actions.modify(everybody("add"));
        assertThat(actions.block(new EnableSnapshotBlockPublicAccess("block-new-sharing"))
                        .state())
                .isEqualTo("block-new-sharing");
        assertThat(described().publicNow()).isTrue();
        actions.block(new EnableSnapshotBlockPublicAccess("block-all-sharing"));
        assertThat(described().publicNow()).isFalse();
        assertThat(described().createVolumePermissions()).containsExactly(new VolumePermission(null, "all"));
        assertThat(sharing.isSharedWith(snapshot(), OTHER)).isFalse();
        assertThatThrownBy(() -> actions.modify(everybody("add")))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("block-all-sharing");
        actions.modify(add(false, OTHER));
        assertThat(sharing.isSharedWith(snapshot(), OTHER))
                .as("with an account")
                .isTrue();
        assertThat(actions.unblock().state()).isEqualTo("unblocked");
        assertThat(described().publicNow()).isTrue();
        assertThatThrownBy(() -> actions.block(new EnableSnapshotBlockPublicAccess("unblocked")))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(actions.reset(new ResetSnapshotAttribute(SNAPSHOT)).createVolumePermissions())
                .isEmpty();
    }

    private SnapshotAttribute described() {
        return actions.describe(new DescribeSnapshotAttribute(SNAPSHOT));
    }

    @ParameterizedTest
    @CsvSource({"share.after-grant, false", "share.after-permission, true"})
    void aCrashLeavesItSharedOrNot(String point, boolean shared) {
        String key = customerKey();
        sealedUnder(key, SnapshotState.COMPLETED);
        death.set(point);
        assertThatThrownBy(() -> actions.modify(add(true, OTHER))).isInstanceOf(Death.class);
        Catalog reopened = CatalogFixtures.open(objects, new MemoryCatalogView());
        SnapshotSharing after =
                new SnapshotSharing(reopened, new KeySharing(keystore, keys.grants()), CrashPoints.NONE);
        SnapshotRecord found = reopened.find(CatalogKind.SNAPSHOT, SNAPSHOT).orElseThrow();
        assertThat(after.isSharedWith(found, OTHER)).isEqualTo(shared);
        assertThat(new SharingActions(after, OWNER).modify(add(true, OTHER)).createVolumePermissions())
                .hasSize(1);
        assertThat(keys.grants().list(key)).as("made once").hasSize(1);
    }

    @Test
    void aCrashLeavesPublicAccessBlockedOrNot() {
        death.set("share.after-block");
        assertThatThrownBy(() -> actions.block(new EnableSnapshotBlockPublicAccess("block-all-sharing")))
                .isInstanceOf(Death.class);
        Catalog reopened = CatalogFixtures.open(objects, new MemoryCatalogView());
        SnapshotSharing after =
                new SnapshotSharing(reopened, new KeySharing(keystore, keys.grants()), CrashPoints.NONE);
        assertThat(after.blockPublicAccess(OWNER).word()).isEqualTo("block-all-sharing");
    }

    @Test
    void wrongOrdersAreRefusedAndChangeNothing() {
        sealedUnder(STORE, SnapshotState.COMPLETED);
        assertInvalid(add(false));
        assertInvalid(add(false, OWNER));
        assertInvalid(add(false, "1111"));
        assertInvalid(add(false, accounts(0, 501)));
        assertInvalid(new ModifySnapshotAttribute(SNAPSHOT, "replace", List.of(OTHER), List.of(), false));
        assertInvalid(new ModifySnapshotAttribute(SNAPSHOT, "add", List.of(), List.of("some"), false));
        assertThat(snapshot().createVolumePermission()).isNull();
        actions.modify(add(false, accounts(0, 500)));
        actions.modify(add(false, accounts(500, 500)));
        assertThatThrownBy(() -> actions.modify(add(false, OTHER))).isInstanceOf(Failure.Exhausted.class);
        assertThat(described().createVolumePermissions()).hasSize(1_000);
    }

    @Test
    void whatIsNotCompletedIsNotShared() {
        sealedUnder(STORE, SnapshotState.PENDING);
        assertThatThrownBy(() -> actions.modify(add(false, OTHER))).isInstanceOf(Failure.Conflict.class);
    }

    private void assertInvalid(ModifySnapshotAttribute order) {
        assertThatThrownBy(() -> actions.modify(order)).isInstanceOf(Failure.Invalid.class);
    }

    private static String[] accounts(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> String.format(Locale.ROOT, "9%011d", number))
                .toArray(String[]::new);
    }
}
