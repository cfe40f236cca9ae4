package io.ebsnap.restore.warm;

import java.util.Locale;

/** How a volume is made of an image. */
enum WarmMethod {
    /** It shares the image's blocks until it is written to. */
    REFLINK,
    /** It is a copy that lies ready, and is renamed. */
    POOL,
    /** It is a thin snapshot of the image, in a thin pool of LVM. */
    THIN;

    /** Whether copies must lie ready. */
    boolean needsCopies() {
        return this == POOL;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
