package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.ArchiveId;
import io.ebsnap.identity.StoreId;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchiveIdentityTest {

    private static final ArchiveIdentity IDENTITY = new ArchiveIdentity(
            StoreId.parse("ab".repeat(16)), ArchiveId.parse("0f".repeat(16)), Instant.parse("2026-01-31T23:59:59Z"));

    private static byte[] golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ArchiveIdentityTest.class.getResourceAsStream("/golden/archive-identity-v1"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theIdentityOfVersionOneIsReadAndWrittenAsItWas() throws IOException {
        assertThat(ArchiveIdentity.decode(golden())).isEqualTo(IDENTITY);
        assertThat(IDENTITY.encode()).isEqualTo(golden());
    }

    @Test
    void everySingleBitThatFlipsIsNoticed() throws IOException {
        byte[] whole = golden();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(Failure.class).isThrownBy(() -> ArchiveIdentity.decode(flipped));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12, 55, 57, 1000})
    void anotherLengthIsCorrupt(int length) throws IOException {
        byte[] other = Arrays.copyOf(golden(), length);
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> ArchiveIdentity.decode(other));
    }
}
