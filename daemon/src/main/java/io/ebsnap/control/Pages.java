package io.ebsnap.control;

import io.ebsnap.api.Limits;
import io.ebsnap.api.Page;
import io.ebsnap.failure.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cuts pages out of lists that may change between two calls: the token is the sort key of the last item that was given, so that
 * no item that stays is given twice or left out.
 */
final class Pages {

    private Pages() {}

    /**
     * A part of a list.
     *
     * @param items in the order of their keys
     * @param nextToken of the next part; null if this is the last
     */
    record Part<T>(List<T> items, @Nullable String nextToken) {}

    /** @param key by which the list is sorted; no two items have the same */
    static <T> Part<T> cut(List<T> all, Function<T, String> key, Page page) {
        int limit = limit(page);
        String after = page.nextToken();
        List<T> rest = all.stream()
                .filter(item -> after == null || key.apply(item).compareTo(after) > 0)
                .sorted(Comparator.comparing(key))
                .limit(limit + 1L)
                .toList();
        if (rest.size() <= limit) {
            return new Part<>(rest, null);
        }
        return new Part<>(rest.subList(0, limit), key.apply(rest.get(limit - 1)));
    }

    /**
     * As {@link #cut}, out of a long list in the order of its keys, of which few keys are made.
     *
     * @param key by which the list is sorted already; no two items have the same
     */
    static <T> Part<T> cutSorted(List<T> sorted, Function<T, String> key, Page page) {
        String after = page.nextToken();
        int begin = after == null ? 0 : firstAfter(sorted, key, after);
        int end = (int) Math.min(sorted.size(), (long) begin + limit(page));
        List<T> items = sorted.subList(begin, end);
        return new Part<>(items, end == sorted.size() ? null : key.apply(items.getLast()));
    }

    private static <T> int firstAfter(List<T> sorted, Function<T, String> key, String after) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key.apply(sorted.get(middle)).compareTo(after) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    static int limit(Page page) {
        Integer wanted = page.maxResults();
        if (wanted == null) {
            return Limits.PAGE_ITEMS_MAX;
        }
        if (wanted < 1 || wanted > Limits.PAGE_ITEMS_MAX) {
            throw new Failure.Invalid("MaxResults " + wanted + " is not from 1 to " + Limits.PAGE_ITEMS_MAX);
        }
        return wanted;
    }
}
