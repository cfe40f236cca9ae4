package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A journal's file in a directory that lives as long as the running kernel. */
final class RuntimeJournalFile implements JournalFile {

    private final BlockDevice file;
    private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);
    private long end;

    private RuntimeJournalFile(BlockDevice file, long end) {
        this.file = file;
        this.end = end;
    }

    /** Opens a file, which is made if there is none. */
    static RuntimeJournalFile open(Linux linux, Path path) {
        try {
            if (!Files.exists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            BlockDevice file = linux.blockDevices().open(path, DeviceAccess.readWrite());
            return new RuntimeJournalFile(file, file.sizeBytes() / Long.BYTES * Long.BYTES);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot open the journal " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public long[] words() {
        ByteBuffer all = ByteBuffer.allocateDirect(Math.toIntExact(end));
        try {
            file.read(all, 0);
        } catch (LinuxException e) {
            throw failure("read", e);
        }
        long[] words = new long[all.flip().remaining() / Long.BYTES];
        all.asLongBuffer().get(words);
        return words;
    }

    @Override
    public void append(long value) {
        try {
            file.write(word.clear().putLong(0, value), end);
            end += Long.BYTES;
        } catch (LinuxException e) {
            throw failure("write", e);
        }
    }

    @Override
    public void clear() {
        try {
            file.resize(0);
            end = 0;
        } catch (LinuxException e) {
            throw failure("empty", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (LinuxException e) {
            throw failure("close", e);
        }
    }

    private Failure failure(String what, LinuxException e) {
        String message = "cannot " + what + " the journal " + file.path() + ": " + e.getMessage();
        return switch (e.errno()) {
            case ENOSPC, EDQUOT -> new Failure.Exhausted(message, "make room on the file system of " + file.path(), e);
            default -> new Failure.Unavailable(message, e);
        };
    }
}
