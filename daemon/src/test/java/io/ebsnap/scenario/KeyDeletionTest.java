package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.MovingClock;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.ManagedVolumeState;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.VolumeTargetRecord;
import io.ebsnap.check.FindingKind;
import io.ebsnap.check.Severity;
import io.ebsnap.chunk.MemoryChunkIndex;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.kms.KeyArns;
import io.ebsnap.kms.KeyDuties;
import io.ebsnap.kms.KeyServices;
import io.ebsnap.kms.KeyUse;
import io.ebsnap.kms.Keystore;
import io.ebsnap.kms.KeystoreKeyring;
import io.ebsnap.kms.KeystoreSealing;
import io.ebsnap.kms.RecoveryFile;
import io.ebsnap.kms.RootSecret;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.task.TaskState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to snapshots when their KMS key is disabled, rotated and deleted, with the whole engine over a real keystore. */
class KeyDeletionTest {

    private static final long MIB = 1 << 20;
    private static final String DOOMED = "alias/doomed";
    private static final String KEPT = "alias/kept";

    @TempDir
    Path directory;

    private final MovingClock clock = new MovingClock();
    private final EngineFixture engine = new EngineFixture(5);
    private Keystore keystore;
    private MemoryDevice device;
    private SnapshotRecord doomed;
    private SnapshotRecord kept;

    @BeforeEach
    void takeOneUnderEachKey() {
        keystore = Keystore.create(place("keystore"));
        engine.with(keystore).restart();
        device = engine.machine.add("/dev/a", 6 * MIB + 5);
        device.scribble(new Random(1), 9);
        services().keys().create("", List.of(), Optional.of(DOOMED));
        services().keys().create("", List.of(), Optional.of(KEPT));
        doomed = take(DOOMED);
        kept = take(KEPT);
    }

    @AfterEach
    void close() {
        engine.close();
        keystore.close();
    }

    @Test
    void snapshotsUnderADeletedKeyCanNeverBeReadAgainAndAllOthersCan() {
        byte[] recovery = RecoveryFile.export(keystore, passphrase());
        deleteTheKey();

        assertUnreadable();
        assertThat(engine.restored(kept).sameContent(device)).isTrue();
        engine.close();
        engine.restart();
        assertUnreadable();
        rebuildFromTheStoreAlone();
        assertUnreadable();
        assertThat(engine.restored(kept).sameContent(device)).isTrue();

        RecoveryFile.importInto(keystore, recovery, passphrase());
        assertUnreadable();
        keystore.close();
        keystore = RecoveryFile.createFrom(recovery, passphrase(), place("made-anew"));
        engine.close();
        engine.with(keystore, engine.objects).restart();
        assertUnreadable();
        assertThat(engine.restored(kept).sameContent(device)).isTrue();
    }

    @Test
    void aDeletedKeyIsAFindingAndNoDamage() {
        deleteTheKey();

        assertThat(engine.verify().findings())
                .anyMatch(finding -> finding.kind() == FindingKind.KEY_MISSING)
                .noneMatch(finding -> finding.severity() == Severity.DAMAGE);
    }

    @Test
    void garbageOfADeletedKeyGoesWithItsLastSnapshotAndNothingElseDoes() {
        SnapshotRecord second = take(DOOMED);
        deleteTheKey();
        long all = engine.storedBytes();
        engine.collect();
        assertThat(engine.storedBytes()).isEqualTo(all);
        engine.snapshots.delete(List.of(new SnapshotId(doomed.snapshotId())));
        engine.collect();
        assertThat(engine.storedBytes()).isEqualTo(all);

        engine.snapshots.delete(List.of(new SnapshotId(second.snapshotId())));
        engine.collect();

        assertThat(engine.storedBytes()).isLessThan(all).isPositive();
        assertThat(engine.catalog.find(CatalogKind.DATA_KEY, doomed.origin().domainId()))
                .isEmpty();
        assertThat(engine.restored(kept).sameContent(device)).isTrue();
        assertThat(engine.verify().findings()).isEmpty();
    }

    @Test
    void aKeyThatALockNeedsIsNotOrderedToBeDeletedAndCanBeDisabled() {
        SnapshotId id = new SnapshotId(doomed.snapshotId());
        engine.locks.lock(new LockOrder(id, LockMode.GOVERNANCE, 3, null, null));

        assertThatThrownBy(() -> services().keys().scheduleDeletion(DOOMED, 7))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(id + " is sealed under it, and locked until");
        services().keys().disable(DOOMED);
        services().keys().enable(DOOMED);
        services().keys().scheduleDeletion(KEPT, 7);
        engine.locks.unlock(id);
        services().keys().scheduleDeletion(DOOMED, 7);
    }

    @Test
    void aKeyIsNotDeletedWhenItIsDueIfALockNeedsItByThen() {
        services().keys().scheduleDeletion(DOOMED, 7);
        engine.locks.lock(new LockOrder(new SnapshotId(doomed.snapshotId()), LockMode.COMPLIANCE, 3, null, null));
        let(Duration.ofDays(7));
        assertThat(keystore.deletedKeys()).isEmpty();
        services().keys().cancelDeletion(DOOMED);
        services().keys().enable(DOOMED);
        assertThat(engine.restored(doomed).sameContent(device)).isTrue();
    }

    @Test
    void aDisabledKeyRefusesNewUse() {
        services().keys().disable(DOOMED);

        assertThatThrownBy(() -> take(DOOMED)).isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> restore(doomed)).isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> engine.snapshots.diff(
                        new SnapshotId(doomed.snapshotId()), new SnapshotId(kept.snapshotId()), new BlockIndex(0), 10))
                .isInstanceOf(Failure.Denied.class);
        assertThat(engine.restored(kept).sameContent(device)).isTrue();
        services().keys().enable(DOOMED);
        assertThat(engine.restored(doomed).sameContent(device)).isTrue();
    }

    @Test
    void aRotationWritesNoDataAndNothingIsStoredTwiceAfterIt() {
        long before = engine.storedBytes();
        services().rotation().rotateNow(DOOMED);
        assertThat(engine.storedBytes()).isEqualTo(before);

        SnapshotRecord next = take(DOOMED);

        assertThat(next.origin().parentSnapshotId()).isEqualTo(doomed.snapshotId());
        assertThat(next.origin().domainId()).isEqualTo(doomed.origin().domainId());
        assertThat(engine.catalog
                        .find(CatalogKind.DATA_KEY, doomed.origin().domainId())
                        .map(DataKeyRecord::kmsKeyVersion))
                .contains(2);
        assertThat(engine.restored(doomed).sameContent(device)).isTrue();
    }

    private ManagedVolumeRecord encryptedVolume() {
        String id = "vol-0123456789abcdef1";
        ManagedVolumeRecord record = new ManagedVolumeRecord(
                        id,
                        "",
                        ManagedVolumeState.AVAILABLE,
                        "a",
                        MIB,
                        clock.instant(),
                        List.of(),
                        new VolumeTargetRecord("/nowhere", true, true),
                        null,
                        null,
                        null)
                .encrypted(engine.encryption(true).keys().make(id, engine.keys.resolve(DOOMED)));
        engine.catalog.create(CatalogKind.MANAGED_VOLUME, record);
        return record;
    }

    private void open(ManagedVolumeRecord volume) {
        engine.encryption(true)
                .keys()
                .formOf(volume.volumeId(), volume.encryption())
                .close();
    }

    @Test
    void encryptedVolumeIsToldOfAndIsClosedWhileItsKeyIsDisabled() {
        ManagedVolumeRecord volume = encryptedVolume();
        KeyUse use =
                services().uses().of(engine.keys.resolve(DOOMED), services().owner());
        assertThat(use.encryptedVolumes().ids()).containsExactly(volume.volumeId());
        assertThat(use.volumes().count()).isZero();
        assertThat(services()
                        .uses()
                        .of(engine.keys.resolve(KEPT), services().owner())
                        .encryptedVolumes()
                        .count())
                .isZero();

        services().keys().disable(DOOMED);
        assertThatThrownBy(() -> open(volume)).isInstanceOf(Failure.Denied.class);
        services().keys().enable(DOOMED);
        open(volume);
        services().rotation().rotateNow(DOOMED);
        open(volume);
    }

    @Test
    void keyOfAnEncryptedVolumeDiesWithItsKmsKeyAndIsNamedAsLongAsTheVolumeIsThere() {
        ManagedVolumeRecord volume = encryptedVolume();
        deleteTheKey();
        assertThatThrownBy(() -> open(volume))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("was deleted");
        engine.snapshots.delete(List.of(new SnapshotId(doomed.snapshotId())));
        engine.collect();
        engine.close();
        engine.restart();
        assertThatThrownBy(() -> open(volume))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("was deleted");
        engine.catalog.delete(CatalogKind.MANAGED_VOLUME, volume.volumeId());
        engine.collect();
        assertThat(engine.catalog.find(CatalogKind.DATA_KEY, doomed.origin().domainId()))
                .isEmpty();
    }

    private void deleteTheKey() {
        services().keys().scheduleDeletion(DOOMED, 7);
        let(Duration.ofDays(7));
        assertThat(keystore.deletedKeys()).hasSize(1);
    }

    /** Time passes, and then an hour with the daemon's duties. */
    private void let(Duration pass) {
        clock.goOn(pass);
        KeyDuties duties = services().duties();
        for (int minute = 0; minute <= 60; minute++) {
            duties.round();
            clock.goOn(Duration.ofMinutes(1));
        }
        duties.round();
    }

    private void assertUnreadable() {
        SnapshotRecord listed =
                engine.snapshots.find(new SnapshotId(doomed.snapshotId())).orElseThrow();
        assertThat(listed.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThatThrownBy(() -> restore(doomed))
                .isInstanceOf(Failure.Denied.class)
                .hasMessageContaining("KMS key " + doomed.kmsKeyId() + " was deleted");
        assertThat(engine.catalog
                        .find(CatalogKind.DATA_KEY, doomed.origin().domainId())
                        .map(DataKeyRecord::wrapped))
                .contains("");
    }

    private void rebuildFromTheStoreAlone() {
        engine.close();
        engine.index = new MemoryChunkIndex();
        engine.view = new MemoryCatalogView();
        engine.restart();
        assertThat(engine.awaitTask(engine.care.rebuildIndex()).state()).isEqualTo(TaskState.COMPLETED);
    }

    private SnapshotRecord take(String key) {
        return engine.await(engine.snapshots
                .create(new SnapshotOrder(List.of(device.path()), "", List.of(), Optional.empty(), null, null, key))
                .getFirst());
    }

    private void restore(SnapshotRecord snapshot) {
        MemoryDevice target = engine.machine.add("/target/" + engine.nanos.incrementAndGet(), 6 * MIB + 5);
        engine.result(engine.restores.start(
                new RestoreOrder(new SnapshotId(snapshot.snapshotId()), target.path(), true, false)));
    }

    private KeyServices services() {
        return KeyServices.of(
                keystore,
                (KeystoreKeyring) engine.keys,
                new KeyServices.Names(new KeyArns("local", "000000000000"), "alias/aws/ebs"),
                new KeyDuties.Surroundings(
                        clock,
                        clock::nanos,
                        CrashPoints.NONE,
                        (key, domains) -> engine.locks.reasonToKeepKey(key.toString(), domains)));
    }

    private Keystore.Place place(String name) {
        SecureRandom random = new SecureRandom();
        return new Keystore.Place(
                directory.resolve(name),
                RootSecret.newKeyFile(directory.resolve("root.key"), random),
                new KeystoreSealing(AeadCiphers.fastest(), random),
                clock);
    }

    private static RootSecret passphrase() {
        return RootSecret.passphrase(DestroyableSecret.owning("written on paper".getBytes(StandardCharsets.UTF_8)));
    }
}
