package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ChangeSetHeaderTest {

    private static byte[] golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ChangeSetHeaderTest.class.getResourceAsStream("/golden/change-set-v1"))) {
            return in.readAllBytes();
        }
    }

    private static byte[] header() throws IOException {
        return Arrays.copyOf(golden(), ChangeSetHeader.BYTES);
    }

    @Test
    void setOfVersionOneIsReadAndWrittenAsItWas() throws IOException {
        ChangeSetHeader header = ChangeSetHeader.decode(header());
        byte[] bits = Arrays.copyOfRange(golden(), ChangeSetHeader.BYTES, golden().length);
        assertThat(new String(header.mapId(), StandardCharsets.US_ASCII)).isEqualTo("0123456789abcdef");
        assertThat(header.generation()).isEqualTo(3);
        assertThat(header.bootId()).isEmpty();
        assertThat(header.since()).isEqualTo("snap-0123456789abcdef0");
        assertThat(header.words()).isEqualTo(2);
        assertThat(header.bitsCrc()).isEqualTo(ChangeSetHeader.crcOf(bits));
        assertThat(header.targetStamp()).isEqualTo(1_700_000_000_000_000_001L);
        assertThat(header.encode()).isEqualTo(header());
    }

    @Test
    void everySingleBitThatFlipsMakesItCorrupt() throws IOException {
        byte[] whole = header();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> ChangeSetHeader.decode(flipped));
        }
    }

    @Test
    void whatIsCutOffIsCorrupt() throws IOException {
        byte[] whole = header();
        assertThatExceptionOfType(Failure.Corrupt.class)
                .isThrownBy(() -> ChangeSetHeader.decode(Arrays.copyOf(whole, ChangeSetHeader.BYTES - 1)));
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> ChangeSetHeader.decode(new byte[0]));
    }

    @Test
    void anotherVersionIsTooNew() throws IOException {
        byte[] newer = header();
        ByteBuffer view = ByteBuffer.wrap(newer).putShort(8, (short) 2).putInt(12, 0);
        view.putInt(12, Checksums.crc32c(newer, 0, newer.length));
        assertThatExceptionOfType(Failure.TooNew.class).isThrownBy(() -> ChangeSetHeader.decode(newer));
    }
}
