package io.ebsnap.linux;

import java.io.Closeable;
import java.nio.file.Path;

/** An open file that can be locked. Two of them exclude each other, also within one process. */
public interface LockFile extends Closeable {

    /** The file. */
    Path path();

    /**
     * Takes the lock for this holder alone, or turns a shared one into that, if nobody else has it; does not wait.
     *
     * @return whether it is held now. When false, a shared lock that was held may be lost
     */
    boolean tryLockExclusive() throws LinuxException;

    /**
     * Takes the lock together with others that share it, if nobody has it alone; does not wait.
     *
     * @return whether it is held now
     */
    boolean tryLockShared() throws LinuxException;

    /** Gives the lock back; the file stays. */
    void unlock() throws LinuxException;

    /** Gives the lock back and closes. Closing twice does nothing. */
    @Override
    void close() throws LinuxException;
}
