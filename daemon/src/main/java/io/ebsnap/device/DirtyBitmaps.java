package io.ebsnap.device;

import java.util.List;
import java.util.Set;

/** A source whose server has noted which ranges were written since somebody began a bitmap. Safe for use by several threads. */
public interface DirtyBitmaps {

    /** The names of the bitmaps. */
    Set<String> bitmaps();

    /**
     * What a bitmap says from an offset on: at least of the byte there, without gaps, perhaps not to the end.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is no such bitmap
     * @throws io.ebsnap.failure.Failure.Unavailable if the server does not tell
     */
    List<Range> written(String bitmap, long offset);

    /**
     * A range.
     *
     * @param end where it ends: bytes
     * @param written whether something was written there
     */
    record Range(long end, boolean written) {}
}
