package io.ebsnap.linux.jnr;

import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import io.ebsnap.linux.jnr.Bindings.Libc;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * The C library's functions with failures as exceptions, and calls that a signal broke off made again.
 *
 * <p>Safe for use by any number of threads: the error number is kept per thread.
 */
final class Syscalls {

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_CLOEXEC = 0x80000;

    private static final int OWNER_ONLY = 0600;

    private final Libc libc;
    private final Runtime runtime;
    private final Machine machine;

    Syscalls(Libc libc, Machine machine) {
        this.libc = libc;
        this.runtime = Runtime.getRuntime(libc);
        this.machine = machine;
    }

    Libc libc() {
        return libc;
    }

    Runtime runtime() {
        return runtime;
    }

    Machine machine() {
        return machine;
    }

    /** A zeroed buffer for a structure that the kernel reads or writes. */
    static ByteBuffer struct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Where a direct buffer's position lies, for structures that point to it; valid while the buffer is reachable. */
    long address(ByteBuffer buffer) {
        return Pointer.wrap(runtime, buffer).address();
    }

    /** Opens a file; one that O_CREAT makes is readable and writable by its owner only. */
    Descriptor open(Path path, int flags) throws LinuxException {
        String name = path.toString();
        long number =
                check("open", name, LinuxException.NO_OFFSET, () -> libc.open(name, flags | O_CLOEXEC, OWNER_ONLY));
        return new Descriptor(this, (int) number, name);
    }

    /** Opens a directory. */
    Descriptor openDirectory(Path path) throws LinuxException {
        return open(path, O_RDONLY | machine.directoryFlag());
    }

    /** Makes a call, again for as long as signals break it off, and turns a negative result into an exception. */
    long check(String call, String object, long offset, LongSupplier attempt) throws LinuxException {
        while (true) {
            long result = attempt.getAsLong();
            if (result >= 0) {
                return result;
            }
            int error = runtime.getLastError();
            if (error != Errno.EINTR.number()) {
                throw new LinuxException(call, object, offset, error);
            }
        }
    }

    /** Makes an ioctl whose argument is a number. */
    int ioctl(Descriptor descriptor, String name, long request, long argument) throws LinuxException {
        return (int) descriptor.use(name, LinuxException.NO_OFFSET, fd -> libc.ioctl(fd, request, argument));
    }

    /** Makes an ioctl whose argument is a structure. */
    int ioctl(Descriptor descriptor, String name, long request, ByteBuffer argument) throws LinuxException {
        return ioctl(descriptor, name, LinuxException.NO_OFFSET, request, argument);
    }

    /** Makes an ioctl whose argument is a structure, about a place in the file. */
    int ioctl(Descriptor descriptor, String name, long offset, long request, ByteBuffer argument)
            throws LinuxException {
        try {
            return (int) descriptor.use(name, offset, fd -> libc.ioctl(fd, request, argument));
        } finally {
            Reference.reachabilityFence(argument);
        }
    }
}
