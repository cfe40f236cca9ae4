package io.ebsnap.catalog;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.DomainId;
import io.ebsnap.store.ObjectStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** A catalog with keys that every test knows, and records of every kind with every field set. */
public final class CatalogFixtures {

    public static final DomainId DOMAIN = DomainId.parse("0f".repeat(16));
    public static final Instant TIME = Instant.parse("2026-01-31T23:59:59.123Z");

    private static final AeadCipher CIPHER = AeadCiphers.fastest();
    private static final DomainKeys KEYS = DomainKeys.derive(DOMAIN, filled(7));
    private static final byte[] NONCE = filled(9);

    private CatalogFixtures() {}

    /** Sealing under known keys and, because only tests read it, a known nonce. */
    public static RecordSealing sealing() {
        return new RecordSealing(() -> DOMAIN, domain -> KEYS, CIPHER, new FixedBytes());
    }

    public static ObjectCatalog open(ObjectStore store, CatalogView view) {
        return ObjectCatalog.open(store, view, sealing(), CrashPoints.NONE);
    }

    public static VolumeRecord volume(int number, String name) {
        return new VolumeRecord(
                String.format(Locale.ROOT, "vol-%017x", number),
                name,
                "/dev/loop" + number,
                "file:8:" + number,
                1L << 40,
                "available",
                TIME,
                List.of(new Tag("Name", "n\u00e4me"), new Tag("empty", "")),
                null);
    }

    public static SnapshotRecord snapshot(SnapshotState state) {
        return snapshot("snap-0123456789abcdef0", "before the upgrade", state);
    }

    /** A completed one. */
    public static SnapshotRecord snapshot(String id, String description) {
        return snapshot(id, description, SnapshotState.COMPLETED);
    }

    private static SnapshotRecord snapshot(String id, String description, SnapshotState state) {
        boolean done = state == SnapshotState.COMPLETED;
        SnapshotContent content = new SnapshotContent("ab".repeat(32), 1, 2, 3, 4, 5, 6, 7);
        return new SnapshotRecord(
                id,
                "vol-0123456789abcdef0",
                state,
                "",
                TIME,
                done ? TIME.plusMillis(5) : null,
                "123456789012",
                description,
                List.of(new Tag("k", "v")),
                "standard",
                "00000000-0000-0000-0000-000000000001",
                done ? content : null,
                new SnapshotOrigin("/dev/vda", 1 << 30, "unused", null, "0f".repeat(16), null, "full"),
                null);
    }

    public static SnapshotRecord archivedSnapshot() {
        return snapshot(SnapshotState.COMPLETED)
                .in(
                        SnapshotRecord.ARCHIVE,
                        new Tiering(
                                TieringStatus.TEMPORARY_RESTORE_IN_PROGRESS,
                                "",
                                TIME,
                                TIME.plusSeconds(60),
                                7,
                                TIME.plusSeconds(86_400),
                                TIME.plusSeconds(30),
                                1L << 30,
                                1L << 29));
    }

    public static ArchiveRecord archive() {
        return new ArchiveRecord("ac".repeat(16), TIME);
    }

    public static ManagedVolumeRecord managedVolume() {
        return new ManagedVolumeRecord(
                "vol-0123456789abcdef1",
                "data",
                ManagedVolumeState.AVAILABLE,
                "a",
                1L << 40,
                TIME,
                List.of(new Tag("k", "v")),
                new VolumeTargetRecord("/var/lib/ebsnap/volumes/vol-0123456789abcdef1/data", true, true),
                new VolumeOrigin(
                        "snap-0123456789abcdef0",
                        "0f".repeat(16),
                        "ab".repeat(32),
                        1L << 39,
                        "cd".repeat(16),
                        1 << 20,
                        false,
                        new VolumeArrival(TIME, 1L << 24),
                        null,
                        new VolumeRestoreMode(false, "lazy: fast restore is optimizing")),
                null,
                null);
    }

    private static TargetEncryption encryption() {
        return new TargetEncryption("00000000-0000-0000-0000-000000000001", "0f".repeat(16), "AAECAwQ=");
    }

    public static ManagedVolumeRecord encryptedVolume() {
        return managedVolume().encrypted(encryption());
    }

    public static ManagedVolumeRecord performingVolume() {
        return managedVolume().performing(VolumePerformance.of("gp3", 4000, 250));
    }

    public static ManagedVolumeRecord tokenVolume() {
        return managedVolume().orderedBy(new ClientToken("0123456789abcdef".repeat(2), "ab".repeat(16)));
    }

    public static ManagedVolumeRecord coldVolume() {
        return managedVolume().performing(VolumePerformance.of("sc1", null, null));
    }

    public static ManagedVolumeRecord copiedVolume() {
        return managedVolume().copied(VolumeCopy.of("vol-0123456789abcdef0").made("snap-0123456789abcdef0"));
    }

    public static ManagedVolumeRecord failedCopy() {
        return managedVolume()
                .in(ManagedVolumeState.CREATING)
                .copied(VolumeCopy.of("vol-0123456789abcdef0").failed("the store is full"));
    }

    /** What a volume is copied by. */
    public static SnapshotRecord snapshotOfCopy() {
        SnapshotRecord taken = snapshot(SnapshotState.PENDING);
        return taken.with(taken.origin().forCopy("vol-0123456789abcdef1"));
    }

    public static FastRestoreRecord encryptedImage() {
        return fastRestore().encrypted(encryption());
    }

    public static FirstTouchRecord firstTouch() {
        return new FirstTouchRecord("snap-0123456789abcdef0", 2, "CAc");
    }

    public static NbdExportRecord nbdExport() {
        return new NbdExportRecord(
                "b\u00fcro/data",
                "vol-0123456789abcdef1",
                true,
                List.of("user:backup", "certificate:host.example"),
                "5e".repeat(16),
                null);
    }

    public static FastRestoreRecord fastRestore() {
        return new FastRestoreRecord(
                "snap-0123456789abcdef0",
                "Zone-1",
                FastRestoreState.DISABLING,
                "Client.UserInitiated",
                "its snapshot was deleted",
                "123456789012",
                1L << 39,
                1L << 30,
                new FastRestoreTimes(
                        TIME, TIME.plusMillis(1), TIME.plusMillis(2), TIME.plusMillis(3), TIME.plusMillis(4)),
                new FastRestoreCredits(3_600_001, TIME.plusMillis(5)));
    }

    public static DataKeyRecord dataKey() {
        return new DataKeyRecord("0f".repeat(16), "00000000-0000-0000-0000-000000000001", 3, "AAECAwQ=", TIME);
    }

    public static QuarantineRecord quarantine() {
        return new QuarantineRecord("ab".repeat(16), "cd".repeat(32), "the tag does not match", TIME);
    }

    public static ContradictionRecord contradiction() {
        return new ContradictionRecord("vol-0123456789abcdef1", "nbd-bitmap", 1L << 27, "snap-0123456789abcdef0", TIME);
    }

    public static RegionSettingsRecord regionSettings() {
        return new RegionSettingsRecord(true, "00000000-0000-0000-0000-000000000001");
    }

    public static SnapshotRecord sharedSnapshot() {
        return snapshot(SnapshotState.COMPLETED)
                .sharedWith(new CreateVolumePermission(List.of("111122223333", "444455556666"), true));
    }

    public static VolumeRecord ownedVolume() {
        VolumeRecord volume = volume(1, "data");
        return new VolumeRecord(
                volume.volumeId(),
                volume.name(),
                volume.device(),
                volume.deviceIdentity(),
                volume.sizeBytes(),
                volume.state(),
                volume.createTime(),
                volume.tags(),
                "111122223333");
    }

    public static AccountSettingsRecord accountSettings() {
        return new AccountSettingsRecord("111122223333", BlockPublicAccess.BLOCK_NEW_SHARING);
    }

    public static RemoteRecord remote() {
        return new RemoteRecord("vault", "vault.example:7633", "ab".repeat(32), true, false, "111122223333");
    }

    public static PushRecord push() {
        return new PushRecord("snap-0123456789abcdef2", "snap-0123456789abcdef0", "ab".repeat(32), TIME);
    }

    public static LifecyclePolicyRecord lifecyclePolicy() {
        return new LifecyclePolicyRecord(
                "policy-0123456789abcdef0",
                true,
                TIME,
                TIME.plusMillis(1),
                "[target]\ntags = [\"a=\u00fc\"]\n",
                "111122223333");
    }

    public static LifecycleProgressRecord lifecycleProgress() {
        return new LifecycleProgressRecord(
                "policy-0123456789abcdef0", true, List.of(new LifecycleProgressRecord.ScheduleProgress("daily", TIME)));
    }

    public static SnapshotLockRecord snapshotLock() {
        return new SnapshotLockRecord(
                "snap-0123456789abcdef0",
                "123456789012",
                LockMode.COMPLIANCE,
                TIME,
                30,
                TIME.plusMillis(1),
                TIME.plusMillis(2),
                24,
                TIME.plusMillis(3),
                "00000000-0000-0000-0000-000000000001",
                "0f".repeat(16),
                new LockedContent("vol-0123456789abcdef0", TIME, 1 << 30, "ab".repeat(32)));
    }

    private static RecycleBinStay stay() {
        return new RecycleBinStay(TIME, TIME.plusMillis(1), "abcdefghijk", true);
    }

    public static SnapshotRecord binnedSnapshot() {
        return snapshot(SnapshotState.COMPLETED).recycled(stay());
    }

    public static ManagedVolumeRecord binnedVolume() {
        return managedVolume().recycled(stay());
    }

    public static RetentionRuleRecord retentionRule() {
        return new RetentionRuleRecord(
                "abcdefghijk",
                "123456789012",
                BinResourceType.EBS_SNAPSHOT,
                30,
                "words",
                List.of(new ResourceTag("env", "prod"), new ResourceTag("keep", null)),
                List.of(new ResourceTag("scratch", "")),
                List.of(new Tag("k", "v")),
                TIME,
                new RetentionRuleLock(7, TIME.plusMillis(2)));
    }

    /** A copy of one of another daemon. */
    public static SnapshotRecord distantCopy() {
        return snapshot(SnapshotState.COMPLETED)
                .with(new SnapshotOrigin(
                        "vault/snap-0123456789abcdef2",
                        1 << 30,
                        SnapshotOrigin.COPY,
                        null,
                        "0f".repeat(16),
                        null,
                        "full",
                        new DistantOrigin(
                                "remote:" + "ab".repeat(32),
                                "snap-0123456789abcdef2",
                                "vol-0123456789abcdef3",
                                1 << 20,
                                TIME),
                        null));
    }

    /** One of several that show one instant. */
    public static SnapshotRecord groupedSnapshot() {
        SnapshotRecord alone = snapshot(SnapshotState.COMPLETED);
        return alone.with(alone.origin().of(new SnapshotGroup("snapgrp-0123456789abcdef0", 3, 41)));
    }

    /** One that a client writes block by block. */
    public static SnapshotRecord uploadedSnapshot() {
        SnapshotRecord taken = snapshot(SnapshotState.COMPLETED);
        SnapshotOrigin origin = taken.origin();
        return taken.with(new SnapshotOrigin(
                "",
                origin.sizeBytes(),
                SnapshotOrigin.DIRECT,
                null,
                origin.domainId(),
                null,
                "full",
                null,
                null,
                new SnapshotUpload(60, "00112233445566778899aabbccddeeff")));
    }

    /** One that others may launch. */
    public static ImageRecord image() {
        return new ImageRecord(
                "ami-0123456789abcdef0",
                "web 1",
                ImageState.AVAILABLE,
                "",
                "123456789012",
                TIME,
                "words",
                List.of(new Tag("k", "v")),
                new ImageMachine("x86_64", "uefi", "/dev/sda"),
                List.of(
                        new ImageDevice("/dev/sda", "snap-0123456789abcdef0", 1 << 30, true),
                        new ImageDevice("/dev/sdb", null, 1 << 20, false),
                        new ImageDevice("/dev/sdc", null, 0, false)),
                new ImageTerms(TIME, ImageTerms.PROTECTED_WITH_COOLDOWN, null),
                TIME,
                "ami-0123456789abcdef1",
                new CreateVolumePermission(List.of("111122223333"), true),
                null);
    }

    public static ImageRecord binnedImage() {
        return image().recycled(stay());
    }

    public static ImageLaunchRecord imageLaunch() {
        return new ImageLaunchRecord(
                "launch-0123456789abcdef0",
                "ami-0123456789abcdef0",
                ImageLaunchState.LAUNCHED,
                "123456789012",
                TIME,
                List.of(new ImageLaunchRecord.Device("/dev/sda", "web-sda", "vol-0123456789abcdef0", true)));
    }

    public static ImageExecutionRecord imageExecution() {
        return new ImageExecutionRecord(
                "execution-0123456789abcdef0",
                "web",
                7,
                ImageExecutionState.FAILED,
                "the test hook failed: exit status 1",
                true,
                TIME,
                TIME,
                TIME,
                "ami-0123456789abcdef0",
                "ami-0123456789abcdef1",
                "words\n");
    }

    public static AccessKeyRecord accessKey() {
        return new AccessKeyRecord("AKIA234567ABCDEFGHIJ", "alice", true, TIME, "c2VhbGVk", "111122223333");
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Always the same bytes. */
    private static final class FixedBytes implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0x0909090909090909L;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(NONCE, 0, bytes, 0, bytes.length);
        }
    }
}
