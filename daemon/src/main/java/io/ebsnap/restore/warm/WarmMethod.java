package io.ebsnap.restore.warm;

import java.util.Locale;

/** How a volume is made of an image. */
enum WarmMethod {
    /** It shares the image's blocks until it is written to. */
    REFLINK,
    /** It is a copy that lies ready, and is renamed. */
    POOL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
