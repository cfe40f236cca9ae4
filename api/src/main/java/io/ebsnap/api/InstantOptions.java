package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * How a snapshot shows one instant of its device.
 *
 * @param consistency {@code auto} (the default), a method by name, or {@code fuzzy}
 * @param preHook command to run just before the instant, by a shell
 * @param postHook command to run just after it, by a shell, whatever happened
 * @param turnSeconds how long to wait, before anything is run, for another snapshot that lets no instant of a volume be had: 0, the default, to {@link
 *     #TURN_SECONDS_MAX}
 */
public record InstantOptions(
        @Nullable String consistency,
        @Nullable String preHook,
        @Nullable String postHook,
        @Nullable Integer turnSeconds) {

    /** The longest that one can wait for its turn. */
    public static final int TURN_SECONDS_MAX = 600;

    /** The daemon chooses, nothing is run. */
    public static final InstantOptions AUTOMATIC = new InstantOptions(null, null, null, null);

    /** The same, after a wait for its turn where that is needed. */
    public static InstantOptions afterTurn(int turnSeconds) {
        return new InstantOptions(null, null, null, turnSeconds);
    }
}
