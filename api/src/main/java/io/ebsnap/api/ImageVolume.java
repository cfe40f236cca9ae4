package io.ebsnap.api;

/**
 * A volume that an image is made of.
 *
 * @param volume id, name or device
 * @param deviceName where a machine finds it, such as {@code /dev/sda}
 * @param deleteOnTermination whether what is launched from it is deleted when its launch is terminated
 */
public record ImageVolume(String volume, String deviceName, boolean deleteOnTermination) {}
