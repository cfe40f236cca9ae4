package io.ebsnap.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", " ", "alias/a b", "\u00e9\ud83d\ude00", "a\nb"})
    void whatWasToldLastComesBack(String last) {
        String token = new PageToken("ListKeys", last).encode();
        assertThat(token).matches("[A-Za-z0-9_-]+");
        assertThat(PageToken.decode("ListKeys", token)).contains(new PageToken("ListKeys", last));
    }

    @Test
    void anotherActionDoesNotTakeIt() {
        String token = new PageToken("ListKeys", "a").encode();
        assertThat(PageToken.decode("ListAliases", token)).isEmpty();
        assertThat(PageToken.decode("List", token)).isEmpty();
        assertThat(PageToken.decode("ListKeysAgain", token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "eA", "TGlzdEtleXM", "a b"})
    void whatIsNoTokenIsNone(String text) {
        assertThat(PageToken.decode("ListKeys", text)).isEmpty();
    }
}
