package io.ebsnap.device.nbd;

/** The error numbers of the protocol, which are not the machine's. */
final class NbdErrno {

    private NbdErrno() {}

    /** The name of a number. */
    static String nameOf(int number) {
        return switch (number) {
            case 1 -> "EPERM";
            case 5 -> "EIO";
            case 12 -> "ENOMEM";
            case 22 -> "EINVAL";
            case 28 -> "ENOSPC";
            case 75 -> "EOVERFLOW";
            case 95 -> "ENOTSUP";
            case 108 -> "ESHUTDOWN";
            default -> "error " + Integer.toUnsignedString(number);
        };
    }
}
