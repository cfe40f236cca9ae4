package io.ebsnap.store.file;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** Turns what a file system refuses into a failure that a caller can act on. */
final class Medium {

    /** With less than this left, whatever could not be written is taken to have found no room: messages differ with the language. */
    private static final long FULL_BYTES = 64 * 1024;

    private final FileOperations files;
    private final Path root;

    Medium(FileOperations files, Path root) {
        this.files = files;
        this.root = root;
    }

    /** Something that needs no room did not work. */
    static Failure refused(String attempt, IOException cause) {
        return new Failure.Unavailable(attempt + ": " + reason(cause), cause);
    }

    /** Something that needs room did not work. */
    Failure notWritten(String attempt, IOException cause) {
        if (saysFull(cause) || isFull()) {
            return new Failure.Exhausted(
                    attempt + ": no space left in " + root, "free space on its file system", cause);
        }
        return refused(attempt, cause);
    }

    private static boolean saysFull(IOException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded");
    }

    private boolean isFull() {
        try {
            return files.freeBytes(root) < FULL_BYTES;
        } catch (IOException e) {
            // The caller reports the failure that led here; that this cannot be asked either adds nothing.
            return false;
        }
    }

    private static String reason(IOException cause) {
        if (cause instanceof FileSystemException specific && specific.getReason() != null) {
            return specific.getReason() + " (" + specific.getFile() + ")";
        }
        return cause.getClass().getSimpleName() + " " + cause.getMessage();
    }
}
