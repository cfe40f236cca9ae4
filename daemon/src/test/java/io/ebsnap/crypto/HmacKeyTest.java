package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.geometry.ArraySlice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HmacKeyTest {

    /** RFC 4231, test cases 1 and 2. */
    @Test
    void computesTheMacsOfTheRfc() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);

        assertThat(hex(HmacKey.of(key).mac(slice("Hi There"))))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        assertThat(hex(HmacKey.of(ascii("Jefe")).mac(slice("what do ya want for nothing?"))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    /** RFC 5869, test case 1: the first block of the output key material. */
    @Test
    void expandsAsTheRfc() {
        byte[] prk = HexFormat.of().parseHex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
        byte[] info = HexFormat.of().parseHex("f0f1f2f3f4f5f6f7f8f9");

        assertThat(hex(HmacKey.of(prk).expand(info)))
                .isEqualTo("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    /** RFC 5869, test case 3: no info. */
    @Test
    void expandsWithoutInfoAsTheRfc() {
        byte[] prk = HexFormat.of().parseHex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04");

        assertThat(hex(HmacKey.of(prk).expand(new byte[0])))
                .isEqualTo("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
    }

    @Test
    void macsOnlyTheRangeItIsGiven() {
        HmacKey key = HmacKey.of(ascii("Jefe"));
        byte[] wide = ascii("__what do ya want for nothing?__");

        assertThat(key.mac(new ArraySlice(wide, 2, wide.length - 4)))
                .isEqualTo(key.mac(slice("what do ya want for nothing?")));
    }

    @Test
    void isNotUsableAfterItWasClosed() {
        HmacKey key = HmacKey.of(ascii("Jefe"));
        key.close();
        key.close();

        assertThatIllegalStateException().isThrownBy(() -> key.mac(slice("text")));
        assertThatIllegalStateException().isThrownBy(() -> key.expand(new byte[0]));
    }

    @Test
    void keepsNoHoldOnTheCallersBytes() {
        byte[] bytes = ascii("Jefe");
        HmacKey key = HmacKey.of(bytes);
        byte[] before = key.mac(slice("text"));
        Arrays.fill(bytes, (byte) 0);

        assertThat(key.mac(slice("text"))).isEqualTo(before);
    }

    @Test
    void isSafeForSeveralThreads() {
        HmacKey key = HmacKey.of(ascii("Jefe"));
        byte[] right = key.mac(slice("text"));

        assertThat(IntStream.range(0, 2000).parallel().allMatch(i -> Arrays.equals(right, key.mac(slice("text")))))
                .isTrue();
    }

    private static ArraySlice slice(String text) {
        return ArraySlice.of(ascii(text));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
