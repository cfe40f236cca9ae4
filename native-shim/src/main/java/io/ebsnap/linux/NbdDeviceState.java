package io.ebsnap.linux;

/**
 * A device of the kernel's NBD driver.
 *
 * @param index 0 for {@code /dev/nbd0}
 * @param connected whether it is in use
 */
public record NbdDeviceState(int index, boolean connected) {}
