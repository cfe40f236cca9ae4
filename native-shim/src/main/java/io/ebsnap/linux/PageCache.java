package io.ebsnap.linux;

import java.nio.file.Path;

/** Gives cached file pages back. */
public interface PageCache {

    /**
     * Drops the clean cached pages of a range. Dirty ones stay: sync the file first. Only a hint.
     *
     * @param length bytes; 0 for up to the end
     */
    void drop(Path file, long offset, long length) throws LinuxException;
}
