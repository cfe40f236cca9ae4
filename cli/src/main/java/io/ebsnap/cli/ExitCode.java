package io.ebsnap.cli;

import io.ebsnap.api.ErrorKind;

/** The exit codes, as the manual page lists them. */
final class ExitCode {

    static final int OK = 0;
    /** The daemon could not do it, or an outside thing failed. */
    static final int FAILED = 1;
    /** The command line is wrong, or the daemon found the request wrong in itself. */
    static final int USAGE = 2;
    /** What was named does not exist. */
    static final int NOT_FOUND = 3;
    /** The state of the thing forbids it now. */
    static final int CONFLICT = 4;
    /** Damage was found in what is stored. */
    static final int DAMAGED = 5;
    /** No daemon answers. */
    static final int UNREACHABLE = 6;
    /** This user may not, or the key does not open it. */
    static final int DENIED = 7;
    /** A limit is reached: space, memory, number of jobs. */
    static final int EXHAUSTED = 8;
    /** What is stored is of a format version that this release does not read. */
    static final int VERSION = 9;
    /** A fault in ebsnap itself. */
    static final int INTERNAL = 10;
    /** Ctrl-C; the daemon's work goes on. The Java runtime itself ends with it. */
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(ErrorKind kind) {
        return switch (kind) {
            case INVALID -> USAGE;
            case NOT_FOUND -> NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case UNAVAILABLE -> FAILED;
            case CORRUPT -> DAMAGED;
            case TOO_OLD, TOO_NEW -> VERSION;
            case EXHAUSTED -> EXHAUSTED;
            case DENIED -> DENIED;
            case INTERNAL -> INTERNAL;
        };
    }
}
