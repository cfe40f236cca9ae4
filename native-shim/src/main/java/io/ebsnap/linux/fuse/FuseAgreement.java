package io.ebsnap.linux.fuse;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;

/**
 * What kernel and server have agreed on with the first request; it holds until the file system ends, whoever serves it then.
 *
 * @param minor of the protocol's version
 * @param flags that both know
 */
public record FuseAgreement(int minor, long flags) {

    /** The protocol's version. */
    public static final int MAJOR = 7;

    /** The newest minor version that is known here. */
    public static final int MINOR_MAX = 40;

    /** The oldest one: it lets an agreement name the largest number of pages of a request. Linux 4.20. */
    public static final int MINOR_MIN = 28;

    /** So many requests the kernel gives at a time that nobody waits for in a call: more than a loop device has. */
    public static final int BACKGROUND_MAX = 256;

    static final int PAGE_BYTES = 4096;

    private static final long ASYNC_READ = 1;
    private static final long BIG_WRITES = 1 << 5;
    private static final long ASYNC_DIRECT_IO = 1 << 15;
    private static final long MAX_PAGES = 1 << 22;
    private static final long UPPER_FLAGS = 1 << 30;
    private static final long HAS_RESEND = 1L << 39;

    private static final long WANTED = ASYNC_READ | BIG_WRITES | ASYNC_DIRECT_IO | MAX_PAGES | UPPER_FLAGS | HAS_RESEND;

    /**
     * Agrees with a kernel.
     *
     * @param name of the file system, for the message
     * @throws LinuxException EPROTO if its protocol is too old, or another one
     */
    public static FuseAgreement with(FuseRequest.Initialize kernel, String name) throws LinuxException {
        if (kernel.major() != MAJOR || kernel.minor() < MINOR_MIN) {
            throw new LinuxException("FUSE " + kernel.major() + "." + kernel.minor(), name, Errno.EPROTO.number());
        }
        return new FuseAgreement(Math.min(kernel.minor(), MINOR_MAX), kernel.flags() & WANTED);
    }

    /** Whether the kernel gives again what a reader that died has not answered. */
    public boolean resends() {
        return (flags & HAS_RESEND) != 0;
    }
}
