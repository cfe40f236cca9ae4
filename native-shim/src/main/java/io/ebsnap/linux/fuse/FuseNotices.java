package io.ebsnap.linux.fuse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages to the kernel that answer nothing: a header without a name whose error is the kind of notice. */
public final class FuseNotices {

    private static final int HEADER_BYTES = 16;
    private static final int RETRIEVE_BYTES = 32;
    private static final int RETRIEVE = 5;
    private static final int RESEND = 7;
    private static final long ROOT = 1;

    private FuseNotices() {}

    /** Asks to be given again whatever was read by anybody and is not answered. Linux 6.9; others do not know it. */
    public static ByteBuffer resend() {
        return notice(RESEND, 0);
    }

    /** Wakes one reader: asks for no bytes of the kernel's cache, and these come as a request that needs no answer. */
    public static ByteBuffer wake() {
        ByteBuffer bytes = notice(RETRIEVE, RETRIEVE_BYTES);
        bytes.putLong(HEADER_BYTES, 1).putLong(HEADER_BYTES + 8, ROOT);
        return bytes;
    }

    private static ByteBuffer notice(int code, int length) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(HEADER_BYTES + length).order(ByteOrder.nativeOrder());
        return bytes.putInt(0, bytes.capacity()).putInt(4, code);
    }
}
