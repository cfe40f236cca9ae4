package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Names are shown so that no terminal obeys them and none looks like another. */
class EscapedNameTest {

    @Test
    void whatIsPrintableStaysAndEverythingElseIsEscaped() {
        assertThat(EscapedName.of(Path.of("plain name-1.txt"))).isEqualTo("plain name-1.txt");
        assertThat(EscapedName.of(Path.of("/a/gr\u00fc\u00dfe \u4f60"))).isEqualTo("/a/gr\u00fc\u00dfe \u4f60");
        assertThat(EscapedName.of(Path.of("a\nb\tc\rd"))).isEqualTo("a\\nb\\tc\\rd");
        assertThat(EscapedName.of(Path.of("\u001b[31mred"))).isEqualTo("\\033[31mred");
        assertThat(EscapedName.of(Path.of("what?"))).isEqualTo("what?");
        assertThat(EscapedName.of(Path.of("50%25 of it"))).isEqualTo("50%25 of it");
    }

    @Test
    void aBackslashIsTwoSoThatNoNameIsWrittenAsAnotherOneIs() {
        assertThat(EscapedName.of(Path.of("a\\nb"))).isEqualTo("a\\\\nb");
    }

    @Test
    void bytesThatAreNoTextAndLettersThatTurnTheDirectionAreOctal() {
        assertThat(EscapedName.of(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xC3}))
                .isEqualTo("a\\377b\\303");
        assertThat(EscapedName.of("x\u202ey".getBytes(StandardCharsets.UTF_8))).isEqualTo("x\\342\\200\\256y");
    }
}
