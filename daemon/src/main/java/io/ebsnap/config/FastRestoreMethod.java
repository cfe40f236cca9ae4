package io.ebsnap.config;

/** How volumes are made of images. */
public enum FastRestoreMethod {
    /** They share the image's blocks where files can, else as {@link #POOL}. */
    AUTO,
    /** They are ready copies. */
    POOL
}
