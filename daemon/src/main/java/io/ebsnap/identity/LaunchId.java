package io.ebsnap.identity;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of volumes that were made of an image together.
 *
 * @param value {@code launch-} and 17 lower-case hexadecimal digits
 */
public record LaunchId(String value) {

    private static final Pattern FORM = Pattern.compile("launch-[0-9a-f]{17}");

    public LaunchId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not of the form launch-0123456789abcdef0");
        }
    }

    /** Whether a text has the form of such an id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new id: 68 random bits. */
    public static LaunchId random(RandomGenerator random) {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return new LaunchId("launch-" + HexFormat.of().formatHex(bytes).substring(0, 17));
    }

    @Override
    public String toString() {
        return value;
    }
}
