package io.ebsnap.linux.netlink;

/** Bytes that are no netlink message. */
public final class NetlinkFormatException extends Exception {

    private static final long serialVersionUID = 1L;

    NetlinkFormatException(String message) {
        super(message);
    }
}
