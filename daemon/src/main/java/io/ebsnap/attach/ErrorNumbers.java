package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Errno;

/** What the kernel is told of a failure. */
final class ErrorNumbers {

    private ErrorNumbers() {}

    static Errno of(Failure failure) {
        return switch (failure) {
            case Failure.Exhausted full -> Errno.ENOSPC;
            case Failure.Denied denied -> Errno.EPERM;
            case Failure.Conflict closed -> Errno.ESHUTDOWN;
            case Failure.Invalid wrong -> Errno.EINVAL;
            case Failure.Corrupt damaged -> Errno.EIO;
            case Failure.Unavailable away -> Errno.EIO;
            case Failure.NotFound gone -> Errno.EIO;
            case Failure.TooOld old -> Errno.EIO;
            case Failure.TooNew newer -> Errno.EIO;
            case Failure.Internal fault -> Errno.EIO;
        };
    }
}
