package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.StoreId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScrubFileTest {

    private static final ScrubFile FILE = new ScrubFile(
            StoreId.parse("ab".repeat(16)),
            parts(),
            Map.of("snap-0123456789abcdef0", 1_800_000_000L, "snap-0123456789abcdef1", 1_800_000_001L));

    private static List<ScrubbedPart> parts() {
        List<ScrubbedPart> parts = new ArrayList<>();
        for (int part = 0; part < ScrubFile.PARTS; part++) {
            parts.add(part % 7 == 0 ? ScrubbedPart.NEVER : new ScrubbedPart(1_800_000_000L + part, (long) part << 33));
        }
        return parts;
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(ScrubFileTest.class.getResourceAsStream("/golden/scrub-v1"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theFileOfVersionOneIsReadAndWrittenAsItWas() throws IOException {
        assertThat(ScrubFile.decode(golden())).isEqualTo(FILE);
        assertThat(FILE.encode()).isEqualTo(golden());
    }

    @Test
    void everySingleBitThatFlipsIsNoticed() throws IOException {
        byte[] whole = golden();
        for (int bit = 0; bit < whole.length * 8; bit += 3) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(Failure.class).as("bit %d", bit).isThrownBy(() -> ScrubFile.decode(flipped));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 5792, 5795, 5796, 10_000})
    void anotherLengthIsCorrupt(int length) throws IOException {
        byte[] other = Arrays.copyOf(golden(), length);
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> ScrubFile.decode(other));
    }
}
