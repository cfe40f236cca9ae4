package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.CatalogEnvelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that version 1 wrote are read for good, and nothing that is not such a record is taken for one. */
final class CatalogGoldenTest {

    private static final RecordSealing SEALING = CatalogFixtures.sealing();
    private static final RecordJson JSON = new RecordJson();

    /** A record as it was written once; no record for a tombstone. */
    private record Golden(String file, CatalogKind<?> kind, String id, Optional<? extends CatalogRecord> record) {

        private static Golden of(CatalogKind<?> kind, CatalogRecord record) {
            return new Golden("catalog-" + kind.name() + "-v1", kind, record.catalogId(), Optional.of(record));
        }

        private RecordName name() {
            return new RecordName(new RecordName.Key(kind.name(), id), 5);
        }

        private byte[] bytes() throws IOException {
            try (InputStream in =
                    Objects.requireNonNull(CatalogGoldenTest.class.getResourceAsStream("/golden/" + file), file)) {
                return in.readAllBytes();
            }
        }

        private Optional<? extends CatalogRecord> decode(byte[] object) {
            return JSON.decode(kind, SEALING.open(kind, name(), object));
        }

        private byte[] encode() {
            return SEALING.seal(
                    kind, name(), record.map(found -> body(kind, found)).orElseGet(JSON::tombstone));
        }

        private static <R extends CatalogRecord> byte[] body(CatalogKind<R> kind, CatalogRecord record) {
            return JSON.encode(kind, kind.type().cast(record));
        }
    }

    private static Stream<Golden> goldens() {
        VolumeRecord volume = CatalogFixtures.volume(1, "data");
        return Stream.of(
                Golden.of(CatalogKind.SNAPSHOT, CatalogFixtures.snapshot(SnapshotState.COMPLETED)),
                Golden.of(CatalogKind.VOLUME, volume),
                Golden.of(CatalogKind.MANAGED_VOLUME, CatalogFixtures.managedVolume()),
                Golden.of(CatalogKind.FIRST_TOUCH, CatalogFixtures.firstTouch()),
                Golden.of(CatalogKind.NBD_EXPORT, CatalogFixtures.nbdExport()),
                Golden.of(CatalogKind.FAST_RESTORE, CatalogFixtures.fastRestore()),
                Golden.of(CatalogKind.DATA_KEY, CatalogFixtures.dataKey()),
                Golden.of(CatalogKind.QUARANTINE, CatalogFixtures.quarantine()),
                Golden.of(CatalogKind.CONTRADICTION, CatalogFixtures.contradiction()),
                Golden.of(CatalogKind.REGION_SETTINGS, CatalogFixtures.regionSettings()),
                Golden.of(CatalogKind.ACCOUNT_SETTINGS, CatalogFixtures.accountSettings()),
                new Golden(
                        "catalog-snapshot-shared-v1",
                        CatalogKind.SNAPSHOT,
                        CatalogFixtures.sharedSnapshot().snapshotId(),
                        Optional.of(CatalogFixtures.sharedSnapshot())),
                Golden.of(CatalogKind.ARCHIVE, CatalogFixtures.archive()),
                new Golden(
                        "catalog-snapshot-archived-v1",
                        CatalogKind.SNAPSHOT,
                        CatalogFixtures.archivedSnapshot().snapshotId(),
                        Optional.of(CatalogFixtures.archivedSnapshot())),
                Golden.of(CatalogKind.REMOTE, CatalogFixtures.remote()),
                Golden.of(CatalogKind.PUSH, CatalogFixtures.push()),
                Golden.of(CatalogKind.LIFECYCLE_POLICY, CatalogFixtures.lifecyclePolicy()),
                Golden.of(CatalogKind.LIFECYCLE_PROGRESS, CatalogFixtures.lifecycleProgress()),
                Golden.of(CatalogKind.SNAPSHOT_LOCK, CatalogFixtures.snapshotLock()),
                Golden.of(CatalogKind.RETENTION_RULE, CatalogFixtures.retentionRule()),
                new Golden(
                        "catalog-snapshot-binned-v1",
                        CatalogKind.SNAPSHOT,
                        CatalogFixtures.binnedSnapshot().snapshotId(),
                        Optional.of(CatalogFixtures.binnedSnapshot())),
                new Golden(
                        "catalog-managed-volume-binned-v1",
                        CatalogKind.MANAGED_VOLUME,
                        CatalogFixtures.binnedVolume().volumeId(),
                        Optional.of(CatalogFixtures.binnedVolume())),
                Golden.of(CatalogKind.IMAGE, CatalogFixtures.image()),
                new Golden(
                        "catalog-image-binned-v1",
                        CatalogKind.IMAGE,
                        CatalogFixtures.binnedImage().imageId(),
                        Optional.of(CatalogFixtures.binnedImage())),
                Golden.of(CatalogKind.IMAGE_LAUNCH, CatalogFixtures.imageLaunch()),
                Golden.of(CatalogKind.IMAGE_EXECUTION, CatalogFixtures.imageExecution()),
                Golden.of(CatalogKind.ACCESS_KEY, CatalogFixtures.accessKey()),
                new Golden(
                        "catalog-snapshot-distant-v1",
                        CatalogKind.SNAPSHOT,
                        CatalogFixtures.distantCopy().snapshotId(),
                        Optional.of(CatalogFixtures.distantCopy())),
                new Golden(
                        "catalog-snapshot-grouped-v1",
                        CatalogKind.SNAPSHOT,
                        CatalogFixtures.groupedSnapshot().snapshotId(),
                        Optional.of(CatalogFixtures.groupedSnapshot())),
                new Golden(
                        "catalog-snapshot-uploaded-v1",
                        CatalogKind.SNAPSHOT,
                        CatalogFixtures.uploadedSnapshot().snapshotId(),
                        Optional.of(CatalogFixtures.uploadedSnapshot())),
                new Golden(
                        "catalog-volume-owned-v1",
                        CatalogKind.VOLUME,
                        volume.volumeId(),
                        Optional.of(CatalogFixtures.ownedVolume())),
                new Golden(
                        "catalog-managed-volume-encrypted-v1",
                        CatalogKind.MANAGED_VOLUME,
                        CatalogFixtures.encryptedVolume().volumeId(),
                        Optional.of(CatalogFixtures.encryptedVolume())),
                new Golden(
                        "catalog-managed-volume-performance-v1",
                        CatalogKind.MANAGED_VOLUME,
                        CatalogFixtures.performingVolume().volumeId(),
                        Optional.of(CatalogFixtures.performingVolume())),
                new Golden(
                        "catalog-managed-volume-client-token-v1",
                        CatalogKind.MANAGED_VOLUME,
                        CatalogFixtures.tokenVolume().volumeId(),
                        Optional.of(CatalogFixtures.tokenVolume())),
                new Golden(
                        "catalog-managed-volume-cold-v1",
                        CatalogKind.MANAGED_VOLUME,
                        CatalogFixtures.coldVolume().volumeId(),
                        Optional.of(CatalogFixtures.coldVolume())),
                new Golden(
                        "catalog-managed-volume-copied-v1",
                        CatalogKind.MANAGED_VOLUME,
                        CatalogFixtures.copiedVolume().volumeId(),
                        Optional.of(CatalogFixtures.copiedVolume())),
                new Golden(
                        "catalog-managed-volume-copy-failed-v1",
                        CatalogKind.MANAGED_VOLUME,
                        CatalogFixtures.failedCopy().volumeId(),
                        Optional.of(CatalogFixtures.failedCopy())),
                new Golden(
                        "catalog-snapshot-of-copy-v1",
                        CatalogKind.SNAPSHOT,
                        CatalogFixtures.snapshotOfCopy().snapshotId(),
                        Optional.of(CatalogFixtures.snapshotOfCopy())),
                new Golden(
                        "catalog-fast-restore-encrypted-v1",
                        CatalogKind.FAST_RESTORE,
                        CatalogFixtures.encryptedImage().catalogId(),
                        Optional.of(CatalogFixtures.encryptedImage())),
                new Golden("catalog-tombstone-v1", CatalogKind.VOLUME, volume.volumeId(), Optional.empty()));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aRecordOfVersionOneIsReadAndWrittenAsItWas(Golden golden) throws IOException {
        assertThat(golden.decode(golden.bytes())).isEqualTo(golden.record());
        assertThat(golden.encode()).isEqualTo(golden.bytes());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void anotherVersionIsTooNewOrTooOld(Golden golden) throws IOException {
        byte[] newer = golden.bytes();
        newer[9] = 2;
        assertThatExceptionOfType(Failure.TooNew.class).isThrownBy(() -> golden.decode(newer));
        byte[] older = golden.bytes();
        older[9] = 0;
        assertThatExceptionOfType(Failure.TooOld.class).isThrownBy(() -> golden.decode(older));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anAlteredRecordIsAFailureAndNothingElse(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (Golden golden : goldens().toList()) {
            for (int round = 0; round < 20; round++) {
                byte[] altered = altered(golden.bytes(), random);
                assertThatExceptionOfType(Failure.class).isThrownBy(() -> golden.decode(altered));
            }
        }
    }

    /** The body of an unsealed record is as strange as anybody likes, and its frame is right. */
    @ParameterizedTest
    @MethodSource("seeds")
    void anAlteredBodyInARightFrameIsAFailureOrARecord(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Golden golden = Golden.of(CatalogKind.DATA_KEY, CatalogFixtures.dataKey());
        byte[] body = JSON.encode(CatalogKind.DATA_KEY, CatalogFixtures.dataKey());
        for (int round = 0; round < 50; round++) {
            byte[] object = CatalogEnvelope.plain(altered(body.clone(), random)).bytes();
            try {
                assertThat(golden.decode(object)).isPresent();
            } catch (Failure.Corrupt | Failure.TooNew e) {
                assertThat(e).hasMessageContaining("data-key");
            }
        }
    }

    private static byte[] altered(byte[] bytes, SplittableRandom random) {
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> {
                return ByteBuffer.allocate(bytes.length + 3).put(bytes).array();
            }
            case 2 -> {
                int at = random.nextInt(bytes.length - 3);
                ByteBuffer.wrap(bytes).putInt(at, ~ByteBuffer.wrap(bytes).getInt(at));
            }
            default -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }
}
