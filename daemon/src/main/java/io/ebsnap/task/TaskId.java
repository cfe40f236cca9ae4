package io.ebsnap.task;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of a task.
 *
 * @param value {@code task-} and 17 lower-case hexadecimal digits
 */
public record TaskId(String value) {

    private static final Pattern FORM = Pattern.compile("task-[0-9a-f]{17}");

    public TaskId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not of the form task-0123456789abcdef0");
        }
    }

    /** Whether a text has the form of such an id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new id: 68 random bits. */
    public static TaskId random(RandomGenerator random) {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return new TaskId("task-" + HexFormat.of().formatHex(bytes).substring(0, 17));
    }

    @Override
    public String toString() {
        return value;
    }
}
