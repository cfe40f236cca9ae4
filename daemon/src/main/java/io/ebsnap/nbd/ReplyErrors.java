package io.ebsnap.nbd;

import io.ebsnap.failure.Failure;

/** The error numbers of replies, which are the protocol's and not the machine's. */
final class ReplyErrors {

    private ReplyErrors() {}

    /** What a failure is called on the wire. */
    static int numberOf(Throwable failure) {
        return failure instanceof Failure known ? numberOf(known) : Protocol.EIO;
    }

    private static int numberOf(Failure failure) {
        return switch (failure) {
            case Failure.Invalid unused -> Protocol.EINVAL;
            case Failure.Denied unused -> Protocol.EPERM;
            case Failure.Exhausted unused -> Protocol.ENOSPC;
            case Failure.Conflict unused -> Protocol.ESHUTDOWN;
            case Failure.NotFound unused -> Protocol.EIO;
            case Failure.Unavailable unused -> Protocol.EIO;
            case Failure.Corrupt unused -> Protocol.EIO;
            case Failure.TooOld unused -> Protocol.EIO;
            case Failure.TooNew unused -> Protocol.EIO;
            case Failure.Internal unused -> Protocol.EIO;
        };
    }

    /** What the client's user may read of it. Faults of the program stay in the log. */
    static String messageOf(Throwable failure) {
        boolean isKnown = failure instanceof Failure && !(failure instanceof Failure.Internal);
        return isKnown ? String.valueOf(failure.getMessage()) : "an error inside of the server";
    }
}
