package io.ebsnap.volume;

import java.util.Locale;

/** How a volume is to become a block device of this machine. */
public enum AttachmentVia {
    /** The first of the others that the machine has. */
    AUTO,
    /** The kernel's NBD driver. */
    NBD,
    /** A file of /dev/fuse under a loop device. */
    FUSE;

    /** In lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
