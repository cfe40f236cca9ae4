package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.StoreId;
import io.ebsnap.identity.ZoneId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZoneSetTest {

    private static final ZoneId FIRST = ZoneId.parse("01".repeat(16));
    private static final ZoneId SECOND = ZoneId.parse("02".repeat(16));
    private static final ZoneSet SET = new ZoneSet(
            StoreId.parse("ab".repeat(16)),
            7,
            List.of(
                    new ZoneEntry(FIRST, "a", "/var/lib/ebsnap/store", "ext4 /dev/sda1 at /", ZoneStanding.CURRENT),
                    new ZoneEntry(SECOND, "b", "/mnt/\u00fc", "", ZoneStanding.STALE)));

    private static byte[] golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(ZoneSetTest.class.getResourceAsStream("/golden/zones-v1"))) {
            return in.readAllBytes();
        }
    }

    @Test
    void theSetOfVersionOneIsReadAndWrittenAsItWas() throws IOException {
        assertThat(ZoneSet.decode(golden())).isEqualTo(new ZoneSet.Placed(SET, Optional.of(SECOND)));
        assertThat(SET.encode(Optional.of(SECOND))).isEqualTo(golden());
        assertThat(ZoneSet.decode(SET.encode(Optional.empty()))).isEqualTo(new ZoneSet.Placed(SET, Optional.empty()));
    }

    @Test
    void everySingleBitThatFlipsIsNoticed() throws IOException {
        byte[] whole = golden();
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(Failure.class).isThrownBy(() -> ZoneSet.decode(flipped));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 52, 55, 100, 1000, 200_000})
    void anotherLengthIsCorrupt(int length) throws IOException {
        byte[] other = Arrays.copyOf(golden(), length);
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> ZoneSet.decode(other));
    }

    @Test
    void anotherVersionIsTooNewOrTooOld() throws IOException {
        byte[] other = golden();
        other[9] = 2;
        assertThatExceptionOfType(Failure.TooNew.class).isThrownBy(() -> ZoneSet.decode(other));
        other[9] = 0;
        assertThatExceptionOfType(Failure.TooOld.class).isThrownBy(() -> ZoneSet.decode(other));
    }
}
