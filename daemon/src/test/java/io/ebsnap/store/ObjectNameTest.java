package io.ebsnap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "store",
                "a",
                "0",
                "packs/ab/0123",
                "1/2/3/4/5/6/7/8",
                "catalog/snapshot/snap-01/00ff",
                "a-",
                "a--b"
            })
    void aNameOfTheFormIsAccepted(String value) {
        assertThat(new ObjectName(value).toString()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/",
                "/a",
                "a//b",
                ".",
                "..",
                "../a",
                "a/../b",
                ".uploads/x",
                "-a",
                "a/-b",
                "A",
                "a_b",
                "a b",
                "a\n",
                "a\u0000",
                "\u00e4",
                "1/2/3/4/5/6/7/8/9",
                "a\\b"
            })
    void aNameOfAnyOtherFormIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ObjectName(value));
    }

    static String[] tooLong() {
        return new String[] {"a".repeat(81), ("a".repeat(63) + "/").repeat(4) + "b"};
    }

    @ParameterizedTest
    @MethodSource
    void tooLong(String value) {
        assertThat(ObjectName.isValid(value)).isFalse();
    }
}
