package io.ebsnap.aws.kms;

import io.ebsnap.aws.AwsFault;
import io.ebsnap.aws.PageToken;
import io.ebsnap.aws.json.JsonMembers;
import io.ebsnap.aws.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that may change between two calls. Its marker names the last item that was told, and the action: so no item that stays is told twice or left out.
 *
 * @param action whose list it is
 * @param limit of items
 * @param after name of the last item that was told; null for the first page
 */
record KmsPages(String action, int limit, @Nullable String after) {

    private static final String MARKER = "Marker";

    /**
     * The page that is asked for.
     *
     * @param usual items of a page for which nothing is said
     * @param most that may be asked for
     */
    static KmsPages of(JsonMembers in, String action, int usual, int most) {
        Integer limit = in.integer("Limit", 1, most);
        String marker = in.text(MARKER);
        return new KmsPages(action, limit == null ? usual : limit, marker == null ? null : name(action, marker));
    }

    private static String name(String action, String marker) {
        return PageToken.decode(action, marker)
                .map(PageToken::last)
                .orElseThrow(() ->
                        AwsFault.of("InvalidMarkerException", "the marker is none that " + action + " has given"));
    }

    /**
     * Writes the page, and where the next one begins.
     *
     * @param name of an item; no two have the same
     */
    <T> void write(
            String list, List<T> all, Function<T, String> name, BiConsumer<T, JsonObject> writer, JsonObject out) {
        List<T> rest = all.stream()
                .filter(item -> after == null || name.apply(item).compareTo(after) > 0)
                .sorted(Comparator.comparing(name))
                .toList();
        boolean isCut = rest.size() > limit;
        List<T> page = isCut ? rest.subList(0, limit) : rest;
        out.list(list, page, writer).add("Truncated", isCut);
        if (isCut) {
            out.add("NextMarker", new PageToken(action, name.apply(page.getLast())).encode());
        }
    }
}
