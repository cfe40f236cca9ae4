package io.ebsnap.linux;

/**
 * The kernel's number of a device.
 *
 * @param major the driver's number, 0 to 4095
 * @param minor the device's number with its driver, 0 to 1048575
 */
public record DeviceNumber(int major, int minor) {

    private static final int MAJOR_MAX = (1 << 12) - 1;
    private static final int MINOR_MAX = (1 << 20) - 1;

    /** Checks the ranges. */
    public DeviceNumber {
        if (major < 0 || major > MAJOR_MAX || minor < 0 || minor > MINOR_MAX) {
            throw new IllegalArgumentException("no device number: " + major + ":" + minor);
        }
    }

    /**
     * Reads the form that the kernel prints.
     *
     * @param text {@code 7:3}
     * @throws IllegalArgumentException if it is anything else
     */
    public static DeviceNumber parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("no device number: " + text);
        }
        return new DeviceNumber(
                Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    /** The form that the kernel prints: {@code 7:3}. */
    @Override
    public String toString() {
        return major + ":" + minor;
    }
}
