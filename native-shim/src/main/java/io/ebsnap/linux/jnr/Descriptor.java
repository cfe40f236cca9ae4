package io.ebsnap.linux.jnr;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.LinuxException;
import java.io.Closeable;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A file descriptor. Closing waits for calls under way and later calls fail with EBADF, so that no call can reach a number
 * that the kernel has meanwhile given to another file.
 */
final class Descriptor implements Closeable {

    private final Syscalls syscalls;
    private final String name;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    @GuardedBy("lock")
    private final int number;

    @GuardedBy("lock")
    private boolean closed;

    Descriptor(Syscalls syscalls, int number, String name) {
        this.syscalls = syscalls;
        this.number = number;
        this.name = name;
    }

    /** A native call on the descriptor's number; negative means that it failed. */
    @FunctionalInterface
    interface Call {
        long on(int number);
    }

    /** Something longer than one call that needs the number not to change hands. */
    @FunctionalInterface
    interface Use<T> {
        T with(int number) throws LinuxException;
    }

    /** The path that it was opened by. */
    String name() {
        return name;
    }

    /** Makes a call; {@code offset} is for the message. */
    long use(String call, long offset, Call body) throws LinuxException {
        return hold(call, fd -> syscalls.check(call, name, offset, () -> body.on(fd)));
    }

    /** Makes a call that returns an error number instead of setting one; there is nothing to make again. */
    void useReturningError(String call, long offset, Call body) throws LinuxException {
        int error = hold(call, fd -> (int) body.on(fd));
        if (error != 0) {
            throw new LinuxException(call, name, offset, error);
        }
    }

    /** Keeps the descriptor open for as long as {@code body} runs. */
    <T> T hold(String call, Use<T> body) throws LinuxException {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new LinuxException(call, name, Errno.EBADF.number());
            }
            return body.with(number);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() throws LinuxException {
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            // Whatever close says, the number is free again: trying once more could close somebody else's file.
            if (syscalls.libc().close(number) < 0) {
                int error = syscalls.runtime().getLastError();
                if (error != Errno.EINTR.number()) {
                    throw new LinuxException("close", name, error);
                }
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
