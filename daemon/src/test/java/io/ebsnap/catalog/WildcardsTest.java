package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WildcardsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "abc | abc | true", "abc | abd | false", "a*c | abbbc | true", "a?c | abc | true", "a?c | ac | false",
                "* | '' | true", "'' | a | false", "*.* | a | false", "a\\*c | a*c | true", "a\\*c | abc | false",
                "a\\?c | a?c | true", "*a*b*c* | xxaxxbxxcxx | true", "2026-* | 2026-01-02 | true", "a\\ | a\\ | true"
            })
    void starIsAnythingQuestionMarkIsOneBackslashIsLiteral(String pattern, String text, boolean matches) {
        assertThat(Wildcards.matches(pattern, text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithRegularExpressions(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3000; i++) {
            String pattern = random(random, "ab*?", 6);
            String text = random(random, "ab", 8);
            String regex = pattern.replace("*", ".*").replace("?", ".");
            assertThat(Wildcards.matches(pattern, text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(Pattern.matches(regex, text));
        }
    }

    @Test
    @Timeout(10)
    void aPatternMadeToBeSlowIsNot() {
        assertThat(Wildcards.matches("*a".repeat(200) + "b", "a".repeat(10_000)))
                .isFalse();
    }

    private static String random(Random random, String letters, int lengthMax) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(lengthMax + 1); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
