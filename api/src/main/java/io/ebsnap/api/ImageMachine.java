package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * What a machine must be to boot an image.
 *
 * @param architecture {@code x86_64} when absent
 * @param bootMode {@code legacy-bios}, {@code uefi} or {@code uefi-preferred}; {@code legacy-bios} when absent
 * @param rootDeviceName the first device when absent
 */
public record ImageMachine(
        @Nullable String architecture,
        @Nullable String bootMode,
        @Nullable String rootDeviceName) {}
