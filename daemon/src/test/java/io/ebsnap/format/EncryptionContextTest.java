package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The form is that of {@code docs/format/ciphertext.md}, and no two contexts have the same. */
class EncryptionContextTest {

    private static String form(Map<String, String> pairs) {
        return HexFormat.of().formatHex(new EncryptionContext(pairs).encode());
    }

    @Test
    void pairsStandInTheOrderOfTheirBytes() {
        Map<String, String> pairs = new LinkedHashMap<>();
        pairs.put("\u00e4", "");
        pairs.put("b", "22");
        pairs.put("aa", "1");
        assertThat(form(pairs))
                .isEqualTo("0003" + "0002" + "6161" + "0001" + "31" + "0001" + "62" + "0002" + "3232" + "0002" + "c3a4"
                        + "0000");
        assertThat(form(Map.of())).isEqualTo("0000");
    }

    @Test
    void whereOneTextEndsAndTheNextBeginsMatters() {
        List<Map<String, String>> contexts = List.of(
                Map.of("ab", "c"), Map.of("a", "bc"), Map.of("abc", ""), Map.of("a", "b", "c", ""), Map.of("a", ""));
        assertThat(contexts.stream().map(EncryptionContextTest::form).distinct())
                .hasSameSizeAs(contexts);
    }

    @Test
    void whatHasNoFormIsRefused() {
        for (Map<String, String> wrong : List.of(
                Map.of("", "v"),
                Map.of("k", "half \ud800"),
                Map.of("\udc00", "v"),
                Map.of("k", "x".repeat(EncryptionContext.BYTES_MAX - 6)))) {
            EncryptionContext context = new EncryptionContext(wrong);
            assertThatThrownBy(context::encode).isInstanceOf(Failure.Invalid.class);
        }
        assertThat(new EncryptionContext(Map.of("k", "x".repeat(EncryptionContext.BYTES_MAX - 7))).encode())
                .hasSize(EncryptionContext.BYTES_MAX);
    }
}
