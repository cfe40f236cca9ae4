package io.ebsnap.api;

import java.util.Locale;

/** How a volume becomes a block device of this machine. */
public enum AttachVia {
    /** The best way that the machine has. */
    AUTO,
    /** The kernel's NBD driver. */
    NBD,
    /** A file of /dev/fuse under a loop device. */
    FUSE;

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
