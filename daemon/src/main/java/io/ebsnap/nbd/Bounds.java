package io.ebsnap.nbd;

import io.ebsnap.volume.DataPlane;

/** Whether requests are within a volume, as long as it is now. */
final class Bounds {

    private Bounds() {}

    /** Whether a range lies within; numbers above what a long holds are negative and do not. */
    static boolean contain(DataPlane plane, Request request) {
        long size = plane.sizeBytes();
        return request.offset() >= 0
                && request.length() >= 0
                && request.offset() <= size
                && request.length() <= size - request.offset();
    }

    /** What is said about a range that does not. */
    static String beyond(DataPlane plane, Request request) {
        return Long.toUnsignedString(request.length()) + " bytes at " + Long.toUnsignedString(request.offset())
                + " are not within the " + plane.sizeBytes() + " bytes of the export";
    }
}
