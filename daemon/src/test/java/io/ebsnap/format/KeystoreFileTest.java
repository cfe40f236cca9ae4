package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreFileTest {

    private static final Optional<PassphraseCost> COST = Optional.of(PassphraseCost.STANDARD);

    private final byte[] salt = filled(16, 1);
    private final byte[] nonce = filled(12, 2);
    private final byte[] sealed = filled(50, 3);

    @ParameterizedTest
    @EnumSource
    void decodesWhatItEncoded(KeystoreKind kind) {
        KeystoreFile file = KeystoreFile.decode(kind, encoded(kind, COST));

        assertThat(file.header().kind()).isEqualTo(kind);
        assertThat(file.header().root()).isEqualTo(KeystoreRoot.PASSPHRASE);
        assertThat(file.header().cost()).isEqualTo(COST);
        assertThat(file.header().salt()).isEqualTo(salt);
        assertThat(file.header().nonce()).isEqualTo(nonce);
        assertThat(file.sealed()).isEqualTo(sealed);
    }

    @Test
    void aKeyFileRootHasNoCost() {
        KeystoreFile file =
                KeystoreFile.decode(KeystoreKind.KEYSTORE, encoded(KeystoreKind.KEYSTORE, Optional.empty()));

        assertThat(file.header().root()).isEqualTo(KeystoreRoot.KEY_FILE);
        assertThat(file.header().cost()).isEmpty();
    }

    @Test
    void everyFieldStandsWhereTheDocumentSays() {
        ByteBuffer bytes = ByteBuffer.wrap(encoded(KeystoreKind.KEYSTORE, COST));

        assertThat(new String(bytes.array(), 0, 8, StandardCharsets.US_ASCII)).isEqualTo("EBSNKEYS");
        assertThat(bytes.getShort(8)).isEqualTo((short) 3);
        assertThat(bytes.get(10)).isEqualTo((byte) 1);
        assertThat(bytes.getInt(12)).isEqualTo(65_536);
        assertThat(bytes.getInt(16)).isEqualTo(3);
        assertThat(bytes.getInt(20)).isEqualTo(4);
        assertThat(Arrays.copyOfRange(bytes.array(), 24, 40)).isEqualTo(salt);
        assertThat(Arrays.copyOfRange(bytes.array(), 40, 52)).isEqualTo(nonce);
        assertThat(bytes.getInt(52)).isEqualTo(50);
        assertThat(Arrays.copyOfRange(bytes.array(), 56, 106)).isEqualTo(sealed);
        assertThat(bytes.array()).hasSize(110);
    }

    @Test
    void anotherVersionIsTooOldOrTooNewWhateverFollows() {
        byte[] old = encoded(KeystoreKind.KEYSTORE, COST);
        old[9] = 0;
        byte[] newer = encoded(KeystoreKind.KEYSTORE, COST);
        newer[8] = 1;

        assertThatThrownBy(() -> KeystoreFile.decode(KeystoreKind.KEYSTORE, old))
                .isInstanceOf(Failure.TooOld.class);
        assertThatThrownBy(() -> KeystoreFile.decode(KeystoreKind.KEYSTORE, newer))
                .isInstanceOf(Failure.TooNew.class);
    }

    @Test
    void neitherOfTheTwoKindsPassesForTheOther() {
        byte[] keystore = encoded(KeystoreKind.KEYSTORE, COST);
        byte[] recovery = encoded(KeystoreKind.RECOVERY, COST);

        assertCorrupt(KeystoreKind.RECOVERY, keystore);
        assertCorrupt(KeystoreKind.KEYSTORE, recovery);
    }

    @Test
    void aRecoveryFileUnderAKeyFileIsCorrupt() {
        assertCorrupt(KeystoreKind.RECOVERY, encoded(KeystoreKind.RECOVERY, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "10,0", "10,3", "10,255", "11,1", "12,127", "13,0", "16,1", "19,65", "19,0", "20,1", "23,17", "23,0", "52,1",
        "52,255", "55,49", "55,51"
    })
    void aFieldOutOfBoundsIsCorruptAlsoUnderARightChecksum(int offset, int value) {
        byte[] bytes = encoded(KeystoreKind.KEYSTORE, COST);
        bytes[offset] = (byte) value;

        assertCorrupt(KeystoreKind.KEYSTORE, withChecksum(bytes));
    }

    @Test
    void anyFlippedBitIsNoticed() {
        byte[] right = encoded(KeystoreKind.KEYSTORE, COST);
        for (int bit = 0; bit < right.length * Byte.SIZE; bit++) {
            byte[] altered = right.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> KeystoreFile.decode(KeystoreKind.KEYSTORE, altered))
                    .isInstanceOf(Failure.class);
        }
    }

    @Test
    void aCutOrLengthenedFileIsCorrupt() {
        byte[] right = encoded(KeystoreKind.KEYSTORE, COST);
        for (int length = 0; length < right.length; length++) {
            assertCorrupt(KeystoreKind.KEYSTORE, Arrays.copyOf(right, length));
        }
        assertCorrupt(KeystoreKind.KEYSTORE, Arrays.copyOf(right, right.length + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void alteredBytesUnderARightChecksumGiveAFailureOrAFileWithinBounds(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = encoded(KeystoreKind.KEYSTORE, COST);
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[8 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
            }
            try {
                KeystoreFile.decode(KeystoreKind.KEYSTORE, withChecksum(bytes));
            } catch (Failure expected) {
                assertThat(expected).hasMessageContaining("keystore");
            }
        }
    }

    @Test
    void bodiesOfImpossibleLengthAreNotMade() {
        KeystoreHeader header = KeystoreHeader.of(KeystoreKind.KEYSTORE, COST, salt, nonce);

        assertThatIllegalArgumentException().isThrownBy(() -> KeystoreFile.of(header, new byte[15]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeystoreFile.of(header, new byte[KeystoreFile.SEALED_BYTES_MAX + 1]));
    }

    private byte[] encoded(KeystoreKind kind, Optional<PassphraseCost> cost) {
        return KeystoreFile.of(KeystoreHeader.of(kind, cost, salt, nonce), sealed)
                .encode();
    }

    private static void assertCorrupt(KeystoreKind kind, byte[] bytes) {
        assertThatThrownBy(() -> KeystoreFile.decode(kind, bytes)).isInstanceOf(Failure.Corrupt.class);
    }

    private static byte[] withChecksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - 4);
        return ByteBuffer.wrap(bytes)
                .putInt(bytes.length - 4, (int) crc.getValue())
                .array();
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
