package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * How a snapshot shows one instant of its device.
 *
 * @param consistency {@code auto} (the default), a method by name, or {@code fuzzy}
 * @param preHook command to run just before the instant, by a shell
 * @param postHook command to run just after it, by a shell, whatever happened
 */
public record InstantOptions(
        @Nullable String consistency,
        @Nullable String preHook,
        @Nullable String postHook) {

    /** The daemon chooses, nothing is run. */
    public static final InstantOptions AUTOMATIC = new InstantOptions(null, null, null);
}
