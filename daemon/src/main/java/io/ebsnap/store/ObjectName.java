package io.ebsnap.store;

import java.util.regex.Pattern;

/**
 * The name of an object: see {@code docs/format/store.md}.
 *
 * @param value 1 to 8 segments joined by {@code /}, at most 255 characters
 */
public record ObjectName(String value) implements Comparable<ObjectName> {

    private static final int LENGTH_MAX = 255;
    private static final String SEGMENT = "[a-z0-9][a-z0-9-]{0,79}";
    private static final Pattern FORM = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,7}");

    public ObjectName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not an object name");
        }
    }

    /** Whether a text can be an object's name. */
    public static boolean isValid(String text) {
        return text.length() <= LENGTH_MAX && FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(ObjectName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
