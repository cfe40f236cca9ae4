package io.ebsnap.cli;

import io.ebsnap.api.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The whole of a list that the daemon gives page by page. */
final class AllPages {

    private AllPages() {}

    /**
     * Asks for one page after the other.
     *
     * @param ask has the daemon answer with a page
     * @param items of an answer
     * @param nextToken of an answer; null of the last one
     */
    static <L, T> List<T> of(
            Function<Page, L> ask, Function<L, List<T>> items, Function<L, @Nullable String> nextToken) {
        List<T> all = new ArrayList<>();
        Page page = Page.FIRST;
        while (page != null) {
            L part = ask.apply(page);
            all.addAll(items.apply(part));
            String next = nextToken.apply(part);
            page = next == null ? null : page.after(next);
        }
        return all;
    }
}
