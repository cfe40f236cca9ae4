package io.ebsnap.format;

/**
 * What Argon2id is made to cost. The bounds keep a keystore from being either weak or impossible to open.
 *
 * @param memoryKib {@link #MEMORY_KIB_MIN} .. {@link #MEMORY_KIB_MAX}
 * @param passes 1 .. {@link #PASSES_MAX}
 * @param lanes 1 .. {@link #LANES_MAX}
 */
public record PassphraseCost(int memoryKib, int passes, int lanes) {

    /** 8 MiB. */
    public static final int MEMORY_KIB_MIN = 8192;

    /** 4 GiB. */
    public static final int MEMORY_KIB_MAX = 4_194_304;

    /** The most passes over the memory. */
    public static final int PASSES_MAX = 64;

    /** The most lanes. */
    public static final int LANES_MAX = 16;

    /**
     * 64 MiB, 3 passes, 4 lanes: the second of the two settings that RFC 9106 recommends, "if much less memory is available".
     * The first wants 2 GiB, but the daemon promises to live in a heap of 256 MiB, on machines that have other things to do.
     */
    public static final PassphraseCost STANDARD = new PassphraseCost(65_536, 3, 4);

    public PassphraseCost {
        if (!isAccepted(memoryKib, passes, lanes)) {
            throw new IllegalArgumentException(
                    "Argon2id with " + memoryKib + " KiB, " + passes + " passes, " + lanes + " lanes is not accepted");
        }
    }

    static boolean isAccepted(int memoryKib, int passes, int lanes) {
        return memoryKib >= MEMORY_KIB_MIN
                && memoryKib <= MEMORY_KIB_MAX
                && passes >= 1
                && passes <= PASSES_MAX
                && lanes >= 1
                && lanes <= LANES_MAX;
    }
}
