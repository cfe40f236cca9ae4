package io.ebsnap.files;

import java.util.List;

/**
 * A logical volume within a snapshot, read from LVM's metadata without LVM: so the groups of this machine, which may have the same name or be the very
 * origin, are never touched.
 *
 * @param name group and volume: {@code vg/lv}
 * @param stretches where it lies; empty if there is a problem
 * @param problem why it cannot be read; empty if it can
 */
record LogicalVolume(String name, List<Stretch> stretches, String problem) {}
