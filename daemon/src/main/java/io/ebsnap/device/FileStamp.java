package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * What changes when somebody writes to a file: equal stamps mean that nobody has in between, if the first is {@link #settled} and the
 * file was synced before (a program that has mapped it and writes to a page that is dirty already changes no time).
 *
 * @param number the file
 * @param sizeBytes of it
 * @param modified when its content was last changed
 * @param changed when anything of it was last changed; no program can set that
 */
public record FileStamp(FileNumber number, long sizeBytes, FileTime modified, FileTime changed) {

    /** File systems of older kernels keep times to a clock tick: 1 to 10 ms. */
    private static final long TICK_MILLIS = 20;

    /**
     * The stamp of a file that was synced: taken twice, a clock tick apart, so that any later change shows; empty if somebody has
     * written in between.
     */
    public static Optional<FileStamp> settled(Path file) {
        FileStamp first = of(file);
        try {
            Thread.sleep(TICK_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure.Unavailable("interrupted while looking at " + file, interrupted);
        }
        return first.equals(of(file)) ? Optional.of(first) : Optional.empty();
    }

    /** The stamp now. */
    public static FileStamp of(Path file) {
        try {
            UnixAttributes found = UnixAttributes.of(file);
            FileNumber number = FileNumber.find(file).orElseThrow(() -> new IOException(file + " is gone"));
            return new FileStamp(number, found.number("size"), found.time("lastModifiedTime"), found.time("ctime"));
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot look at " + file + ": " + failed.getMessage(), failed);
        }
    }

    /**
     * Proves that nobody has written since.
     *
     * @throws Failure.Unavailable if somebody has
     */
    public void requireUnchanged(Path file) {
        if (!of(file).equals(this)) {
            throw new Failure.Unavailable(
                    file + " was changed while it was read: what was read is of no single instant", null);
        }
    }
}
