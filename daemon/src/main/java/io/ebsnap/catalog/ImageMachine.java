package io.ebsnap.catalog;

/**
 * What a machine must be to boot an image.
 *
 * @param architecture {@code x86_64}, {@code arm64}, {@code i386} ...
 * @param bootMode {@code legacy-bios}, {@code uefi} or {@code uefi-preferred}
 * @param rootDeviceName which device has the root file system
 */
public record ImageMachine(String architecture, String bootMode, String rootDeviceName) {}
