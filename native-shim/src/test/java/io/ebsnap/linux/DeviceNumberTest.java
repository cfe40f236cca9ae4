package io.ebsnap.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"7:3", "0:0", "4095:1048575"})
    void printsWhatItParses(String text) {
        assertThat(DeviceNumber.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", ":3", "7:", "a:b", "-1:3", "4096:0", "0:1048576", "7:3:1"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceNumber.parse(text));
    }

    @Test
    void isComparedByValue() {
        assertThat(DeviceNumber.parse("7:3")).isEqualTo(new DeviceNumber(7, 3));
    }
}
