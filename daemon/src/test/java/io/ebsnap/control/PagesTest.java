package io.ebsnap.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.api.Page;
import io.ebsnap.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8})
    void pagesTogetherAreTheListInOrder(int size) {
        List<String> all = List.of("d", "a", "g", "c", "b", "f", "e");
        List<String> seen = new ArrayList<>();
        String token = null;
        do {
            Pages.Part<String> part = Pages.cut(all, Function.identity(), new Page(size, token));
            assertThat(part.items()).hasSizeLessThanOrEqualTo(size);
            seen.addAll(part.items());
            token = part.nextToken();
        } while (token != null);
        assertThat(seen).containsExactly("a", "b", "c", "d", "e", "f", "g");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8})
    void pagesOfASortedListAreThoseOfAnyOther(int size) {
        List<String> sorted = List.of("a", "b", "c", "d", "e", "f", "g");
        for (String after : List.of("", "a", "bb", "f", "g", "h")) {
            Page page = new Page(size, after.isEmpty() ? null : after);
            assertThat(Pages.cutSorted(sorted, Function.identity(), page))
                    .isEqualTo(Pages.cut(sorted, Function.identity(), page));
        }
    }

    @Test
    void whatGoesBetweenTwoPagesTakesNothingElseAlong() {
        Pages.Part<String> first = Pages.cut(List.of("a", "b", "c", "d"), Function.identity(), new Page(2, null));
        assertThat(Pages.cut(List.of("c", "d"), Function.identity(), new Page(2, first.nextToken()))
                        .items())
                .containsExactly("c", "d");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void sizeOutOfBoundsIsRefused(int size) {
        assertThatThrownBy(() -> Pages.cut(List.of("a"), Function.identity(), new Page(size, null)))
                .isInstanceOf(Failure.Invalid.class);
    }
}
