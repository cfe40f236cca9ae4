package io.ebsnap.api;

import org.jspecify.annotations.Nullable;

/**
 * A device of an image.
 *
 * @param deviceName such as {@code /dev/sda}
 * @param ebs its volume
 * @param noDevice there, and empty, if it has none
 */
public record BlockDeviceMapping(
        String deviceName,
        @Nullable EbsBlockDevice ebs,
        @Nullable String noDevice) {}
