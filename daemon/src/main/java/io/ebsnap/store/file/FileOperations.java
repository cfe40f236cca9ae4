package io.ebsnap.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The few things that the file store asks of a file system: so few that a test can stand in for it and cut the power at any of them. A
 * change of a directory survives a power cut when {@link #forceDirectory} has returned, the content of a file when
 * {@link WritableFile#force} has. Safe for use by several threads.
 */
public interface FileOperations {

    /**
     * Makes a directory (mode 0700) in one that exists.
     *
     * @return whether it was made; false if something of that name is there
     */
    boolean createDirectory(Path directory) throws IOException;

    /**
     * Removes a directory.
     *
     * @return whether it was removed; false if it is not empty or not there
     */
    boolean removeDirectory(Path directory) throws IOException;

    /** Makes all changes of the names in a directory durable. */
    void forceDirectory(Path directory) throws IOException;

    /** What is in a directory, but for {@code .} and {@code ..}; nothing if there is no such directory. */
    List<Entry> list(Path directory) throws IOException;

    /** Makes a file (mode 0600) of a name that is not taken. */
    WritableFile create(Path file) throws IOException;

    /**
     * Opens a file for reading.
     *
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    ReadableFile open(Path file) throws IOException;

    /** The length of a regular file, if it is there. */
    OptionalLong size(Path file) throws IOException;

    /**
     * Gives a file a second name.
     *
     * @return false if that name is taken
     * @throws java.nio.file.NoSuchFileException if the directory of the name, or the file, is not there
     */
    boolean link(Path name, Path existing) throws IOException;

    /**
     * Gives a file another name, in the place of whatever file has that name: whoever looks, and a power cut, finds the one or the other.
     *
     * @throws java.nio.file.NoSuchFileException if the directory of the name, or the file, is not there
     */
    void rename(Path existing, Path name) throws IOException;

    /**
     * Removes a name of a file.
     *
     * @return whether it was there
     */
    boolean unlink(Path file) throws IOException;

    /** Bytes that may still be written. */
    long freeBytes(Path directory) throws IOException;

    /**
     * A name in a directory.
     *
     * @param name without the directory's
     * @param directory whether it is one itself
     */
    record Entry(String name, boolean directory) {}

    /** A file that is being written, by one thread at a time. */
    interface WritableFile extends AutoCloseable {

        /** Appends all remaining bytes. */
        void write(ByteBuffer bytes) throws IOException;

        /** Makes the content durable. */
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** A file that is being read, by any number of threads. */
    interface ReadableFile extends AutoCloseable {

        /** Reads at most the remaining bytes; -1 at the end. */
        int read(ByteBuffer target, long offset) throws IOException;

        /** Its length in bytes. */
        long size() throws IOException;

        @Override
        void close() throws IOException;
    }
}
