package io.ebsnap.identity;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of an image.
 *
 * @param value {@code ami-} and 17 lower-case hexadecimal digits
 */
public record ImageId(String value) {

    private static final Pattern FORM = Pattern.compile("ami-[0-9a-f]{17}");

    public ImageId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not of the form ami-0123456789abcdef0");
        }
    }

    /** Whether a text has the form of such an id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new id: 68 random bits. */
    public static ImageId random(RandomGenerator random) {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return new ImageId("ami-" + HexFormat.of().formatHex(bytes).substring(0, 17));
    }

    @Override
    public String toString() {
        return value;
    }
}
