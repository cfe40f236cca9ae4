package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ValidityPageTest {

    private static final byte[] MAP_ID = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static byte[] golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ValidityPageTest.class.getResourceAsStream("/golden/validity-page-v1"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void pageOfVersionOneIsReadAndWrittenAsItWas() throws IOException {
        ValidityPage page = ValidityPage.decode(golden(), MAP_ID, 7).orElseThrow();
        assertThat(page.sequence()).isEqualTo(3);
        assertThat(page.bits()[2]).isEqualTo((byte) 62);
        assertThat(page.encode()).isEqualTo(golden());
    }

    @Test
    void everySingleBitThatFlipsMakesItBad() throws IOException {
        byte[] whole = golden();
        for (int bit = 0; bit < whole.length * 8; bit += 3) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(ValidityPage.decode(flipped, MAP_ID, 7)).isEmpty();
        }
    }

    @Test
    void pageOfAnotherMapOrPlaceIsBad() throws IOException {
        assertThat(ValidityPage.decode(golden(), new byte[16], 7)).isEqualTo(Optional.empty());
        assertThat(ValidityPage.decode(golden(), MAP_ID, 8)).isEmpty();
    }

    @Test
    void anotherVersionIsTooNew() throws IOException {
        byte[] newer = golden();
        ByteBuffer view = ByteBuffer.wrap(newer).putShort(8, (short) 2).putInt(12, 0);
        view.putInt(12, Checksums.crc32c(newer, 0, newer.length));
        assertThatExceptionOfType(Failure.TooNew.class).isThrownBy(() -> ValidityPage.decode(newer, MAP_ID, 7));
    }

    @Test
    void slotThatWasNeverWrittenIsEmpty() throws IOException {
        assertThat(ValidityPage.isEmpty(new byte[ValidityPage.SLOT_BYTES])).isTrue();
        assertThat(ValidityPage.isEmpty(golden())).isFalse();
    }
}
