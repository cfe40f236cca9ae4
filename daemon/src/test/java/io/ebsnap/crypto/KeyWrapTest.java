package io.ebsnap.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyWrapTest {

    private static final String RFC_KEY = "5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8";

    private final DestroyableSecret wrapping = DestroyableSecret.owning(new byte[32]);

    /** RFC 5649, section 6. */
    @ParameterizedTest
    @CsvSource({
        "c37b7e6492584340bed12207808941155068f738,138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a",
        "466f7250617369,afbeb0f07dfbf5419200f2ccb50bb24f",
    })
    void wrapsAndUnwrapsTheExamplesOfTheRfc(String key, String wrapped) {
        DestroyableSecret rfcKey = secret(RFC_KEY);

        assertThat(KeyWrap.wrap(rfcKey, secret(key))).isEqualTo(hex(wrapped));
        assertThat(KeyWrap.unwrap(rfcKey, hex(wrapped)).matches(secret(key))).isTrue();
    }

    /** Another implementation of the RFC, by which keystores were made before. */
    @Test
    void bouncyCastleUnwrapsWhatIsWrappedAndTheOtherWayRound() throws InvalidCipherTextException {
        SplittableRandom random = new SplittableRandom(5649);
        for (int length = 1; length <= 72; length++) {
            byte[] aes = new byte[16 + 8 * (length % 3)];
            byte[] key = new byte[length];
            random.nextBytes(aes);
            random.nextBytes(key);
            DestroyableSecret with = DestroyableSecret.owning(aes.clone());
            byte[] wrapped = KeyWrap.wrap(with, DestroyableSecret.owning(key.clone()));

            assertThat(engine(true, aes).wrap(key, 0, length)).isEqualTo(wrapped);
            assertThat(engine(false, aes).unwrap(wrapped, 0, wrapped.length)).isEqualTo(key);
            assertThat(KeyWrap.unwrap(with, wrapped).matches(DestroyableSecret.owning(key)))
                    .isTrue();
        }
    }

    private static RFC5649WrapEngine engine(boolean forWrapping, byte[] key) {
        RFC5649WrapEngine engine = new RFC5649WrapEngine(AESEngine.newInstance());
        engine.init(forWrapping, new KeyParameter(key));
        return engine;
    }

    @Test
    void aFlippedBitAnywhereIsCorrupt() {
        byte[] wrapped = KeyWrap.wrap(wrapping, DestroyableSecret.owning(new byte[32]));

        for (int bit = 0; bit < wrapped.length * Byte.SIZE; bit++) {
            byte[] altered = wrapped.clone();
            altered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> KeyWrap.unwrap(wrapping, altered)).isInstanceOf(Failure.Corrupt.class);
        }
    }

    @Test
    void anotherWrappingKeyIsCorrupt() {
        byte[] wrapped = KeyWrap.wrap(wrapping, DestroyableSecret.owning(new byte[32]));
        byte[] other = new byte[32];
        other[0] = 1;

        assertThatThrownBy(() -> KeyWrap.unwrap(DestroyableSecret.owning(other), wrapped))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 17, 39, 41, 48, 4104, 1_000_000})
    void anotherLengthIsCorrupt(int length) {
        byte[] wrapped = KeyWrap.wrap(wrapping, DestroyableSecret.owning(new byte[32]));

        assertThatThrownBy(() -> KeyWrap.unwrap(wrapping, Arrays.copyOf(wrapped, length)))
                .isInstanceOf(Failure.Corrupt.class);
    }

    private static DestroyableSecret secret(String digits) {
        return DestroyableSecret.owning(hex(digits));
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
