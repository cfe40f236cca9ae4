package io.ebsnap.linux;

/**
 * How device mapper knows a device.
 *
 * @param name {@code vg-lv}: a dash within the group's or the volume's own name is doubled
 * @param uuid who made it and its lasting name: {@code LVM-...}, {@code CRYPT-...}; empty if it was given none
 */
public record MappedName(String name, String uuid) {

    /** Whether LVM made it. */
    public boolean logicalVolume() {
        return uuid.startsWith("LVM-");
    }
}
