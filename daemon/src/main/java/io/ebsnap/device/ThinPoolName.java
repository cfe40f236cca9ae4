package io.ebsnap.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which thin pool.
 *
 * @param group its volume group
 * @param pool the pool's own name in that
 */
public record ThinPoolName(String group, String pool) {

    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9+_.][A-Za-z0-9+_.-]{0,126})/([A-Za-z0-9+_.][A-Za-z0-9+_.-]{0,126})");

    /**
     * Of {@code GROUP/POOL}.
     *
     * @throws IllegalArgumentException if it is no such name
     */
    public static ThinPoolName parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be GROUP/POOL, not '" + text + "'");
        }
        return new ThinPoolName(matcher.group(1), matcher.group(2));
    }

    @Override
    public String toString() {
        return group + "/" + pool;
    }
}
