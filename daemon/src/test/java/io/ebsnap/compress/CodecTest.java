package io.ebsnap.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    @ParameterizedTest
    @EnumSource
    void everyCodecIsFoundByItsCode(Codec codec) {
        assertThat(Codec.ofCode(codec.code())).isEqualTo(codec);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, 255, 256})
    void otherCodesAreOfANewerRelease(int code) {
        assertThatThrownBy(() -> Codec.ofCode(code)).isInstanceOf(Failure.TooNew.class);
    }
}
