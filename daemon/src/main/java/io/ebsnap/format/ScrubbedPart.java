package io.ebsnap.format;

/**
 * When a part of the store was last read and proven.
 *
 * @param seconds since 1970; 0 for never
 * @param bytes of its packs then
 */
public record ScrubbedPart(long seconds, long bytes) {

    /** A part that nobody has read. */
    public static final ScrubbedPart NEVER = new ScrubbedPart(0, 0);

    public ScrubbedPart {
        if (seconds < 0 || bytes < 0) {
            throw new IllegalArgumentException(bytes + " bytes verified " + seconds + " seconds after 1970");
        }
    }
}
