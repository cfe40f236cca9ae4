package io.ebsnap.attach;

/** How a volume becomes a block device. */
public enum Via {
    /** The first of the others that this machine offers. */
    AUTO,
    /** The kernel's NBD driver. */
    NBD,
    /** A file of {@code /dev/fuse} under a loop device. */
    FUSE
}
