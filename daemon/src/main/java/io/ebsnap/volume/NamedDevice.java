package io.ebsnap.volume;

import java.nio.file.Path;

/**
 * A name that a user gave to an attached volume's device.
 *
 * @param name as it was given
 * @param link symbolic link that leads to the device
 */
public record NamedDevice(DeviceName name, Path link) {}
