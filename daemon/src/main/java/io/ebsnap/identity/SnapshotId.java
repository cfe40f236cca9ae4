package io.ebsnap.identity;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of a snapshot.
 *
 * @param value {@code snap-} and 17 lower-case hexadecimal digits, as in EC2
 */
public record SnapshotId(String value) implements Comparable<SnapshotId> {

    private static final Pattern FORM = Pattern.compile("snap-[0-9a-f]{17}");

    public SnapshotId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + value + "' is not of the form snap-0123456789abcdef0");
        }
    }

    /** Whether a text has the form of such an id. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** A new id: 68 random bits. */
    public static SnapshotId random(RandomGenerator random) {
        byte[] bytes = new byte[9];
        random.nextBytes(bytes);
        return new SnapshotId("snap-" + HexFormat.of().formatHex(bytes).substring(0, 17));
    }

    @Override
    public int compareTo(SnapshotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
