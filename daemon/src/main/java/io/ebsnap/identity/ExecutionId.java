package io.ebsnap.identity;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of one execution of an image pipeline.
 *
 * @param value {@code execution-} and 17 lower-case hexadecimal digits
 */
public record ExecutionId(String value) {

    private static final Pattern FORM = Pattern.compile("execution-[0-9a-f]{17}");

    public ExecutionId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not of the form execution-0123456789abcdef0");
        }
    }

    /** Whether a text has the form of such an id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new id: 68 random bits. */
    public static ExecutionId random(RandomGenerator random) {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return new ExecutionId("execution-" + HexFormat.of().formatHex(bytes).substring(0, 17));
    }

    @Override
    public String toString() {
        return value;
    }
}
