package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagFileTest {

    private static final TagFile HEAD =
            new TagFile(domain(), salt(), (3L << 30) + 4096, "vol-0123456789abcdef0", "snap-fedcba98765432100");

    @Test
    void goldenHeadOfVersionOneReadsAndWrites() throws IOException {
        byte[] golden = golden();
        TagFile found = TagFile.decode(golden);
        assertThat(found.domain()).isEqualTo(HEAD.domain());
        assertThat(found.salt()).isEqualTo(HEAD.salt());
        assertThat(found.sizeBytes()).isEqualTo(HEAD.sizeBytes());
        assertThat(found.volume()).isEqualTo(HEAD.volume());
        assertThat(found.snapshot()).isEqualTo(HEAD.snapshot());
        assertThat(HEAD.encode()).isEqualTo(golden);
    }

    @Test
    void anyFlippedBitIsFound() {
        byte[] whole = HEAD.encode();
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> TagFile.decode(flipped)).isInstanceOf(Failure.class);
        }
        assertThatThrownBy(() -> TagFile.decode(Arrays.copyOf(whole, 123))).isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void nameThatIsTooLongIsRefused() {
        TagFile other = new TagFile(domain(), salt(), 1, "v".repeat(25), "s");
        assertThatThrownBy(other::encode).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noncesOfDifferentRecordsDiffer() {
        assertThat(TagFile.nonce(1)).isNotEqualTo(TagFile.nonce(2)).hasSize(12);
        assertThat(TagFile.nonce(TagFile.LAST)).endsWith(-1, -1, -1, -1, -1, -1, -1, -1);
    }

    @Test
    void noRootIsNotARootOfZeros() {
        assertThat(TagFile.encodeRoot(Optional.empty()))
                .isNotEqualTo(TagFile.encodeRoot(Optional.of(ChunkId.of(new byte[ChunkId.BYTES]))));
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(TagFileTest.class.getResourceAsStream("/golden/tags-head-v1"))) {
            return in.readAllBytes();
        }
    }

    private static DomainId domain() {
        return DomainId.parse("000102030405060708090a0b0c0d0e0f");
    }

    private static byte[] salt() {
        byte[] salt = new byte[TagFile.SALT_BYTES];
        for (int i = 0; i < salt.length; i++) {
            salt[i] = (byte) (100 + i);
        }
        return salt;
    }
}
