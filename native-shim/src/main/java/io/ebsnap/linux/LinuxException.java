package io.ebsnap.linux;

import java.io.IOException;

/**
 * A system call that failed; its message reads {@code pread /dev/loop3 at 4096: EIO (Input/output error)}.
 */
public final class LinuxException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The value of {@link #offset()} of a call that has none. */
    public static final long NO_OFFSET = -1;

    private final String call;
    private final String object;
    private final long offset;
    private final int errorNumber;

    /**
     * Tells of a call that has an offset.
     *
     * @param call name of the system call, or of the ioctl: {@code pread}, {@code BLKDISCARD}
     * @param object path or name of what it was called on
     * @param offset bytes from the start of the object, or {@link #NO_OFFSET}
     * @param errorNumber the kernel's error number, positive
     */
    public LinuxException(String call, String object, long offset, int errorNumber) {
        super(message(call, object, offset, Errno.text(errorNumber)));
        this.call = call;
        this.object = object;
        this.offset = offset;
        this.errorNumber = errorNumber;
    }

    /** Tells of a call that has no offset; parameters as for the other constructor. */
    public LinuxException(String call, String object, int errorNumber) {
        this(call, object, NO_OFFSET, errorNumber);
    }

    private static String message(String call, String object, long offset, String error) {
        return offset == NO_OFFSET
                ? call + " " + object + ": " + error
                : call + " " + object + " at " + offset + ": " + error;
    }

    /** The name of the system call or ioctl. */
    public String call() {
        return call;
    }

    /** The path or name of what it was called on. */
    public String object() {
        return object;
    }

    /** Bytes from the start of the object, or {@link #NO_OFFSET}. */
    public long offset() {
        return offset;
    }

    /** The error's name; {@link Errno#UNKNOWN} for a number that has none here. */
    public Errno errno() {
        return Errno.of(errorNumber);
    }

    /** The kernel's error number. */
    public int errorNumber() {
        return errorNumber;
    }
}
