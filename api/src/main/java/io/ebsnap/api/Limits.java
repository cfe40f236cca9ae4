package io.ebsnap.api;

/** The bounds of the protocol: both ends refuse what is beyond them before they set memory aside for it. */
public final class Limits {

    /** The version that this code speaks; the daemon refuses any other in {@code Hello}. */
    public static final int PROTOCOL_VERSION = 1;

    /** Longest request, in bytes of JSON. */
    public static final int REQUEST_BYTES_MAX = 1 << 20;

    /** Longest answer, in bytes of JSON. */
    public static final int ANSWER_BYTES_MAX = 8 << 20;

    /** Most names, values and brackets of a request: its objects take memory far beyond its bytes. */
    public static final int REQUEST_TOKENS_MAX = 20_000;

    /** Most names, values and brackets of an answer. */
    public static final int ANSWER_TOKENS_MAX = 2_000_000;

    /** Deepest nesting of objects and arrays in a message. */
    public static final int NESTING_DEPTH_MAX = 16;

    /** Most items on a page of an answer, and what a page holds when the request does not say. */
    public static final int PAGE_ITEMS_MAX = 1000;

    /** Highest rate at which a volume may be told to be filled, in MiB a second. */
    public static final long INITIALIZATION_RATE_MIB_MAX = 1 << 20;

    private Limits() {}
}
