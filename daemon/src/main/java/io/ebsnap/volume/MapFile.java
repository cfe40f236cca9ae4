package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.AlignedBuffers;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.Errno;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** The file of a validity map, past the page cache as its target, with {@code clean} beside it: {@code docs/format/validity.md}. */
final class MapFile implements PageFile {

    private final Linux linux;
    private final Path clean;
    private final BlockDevice file;

    private MapFile(Linux linux, Path clean, BlockDevice file) {
        this.linux = linux;
        this.clean = clean;
        this.file = file;
    }

    /** Makes an empty map, durably, if there is none. */
    static void create(Linux linux, Path path) {
        try {
            if (!Files.exists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            linux.durability().syncDirectory(directoryOf(path));
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot make " + path + ": " + e.getMessage(), e);
        }
    }

    /** Opens a map that was made before. */
    static MapFile open(Linux linux, Path path) {
        try {
            return new MapFile(
                    linux,
                    path.resolveSibling("clean"),
                    linux.blockDevices().open(path, DeviceAccess.readWrite().directIfPossible()));
        } catch (LinuxException e) {
            throw new Failure.Unavailable("cannot open " + path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        ByteBuffer direct = AlignedBuffers.allocate(target.remaining());
        try {
            file.read(direct, offset);
        } catch (LinuxException e) {
            throw failure("cannot read", offset, e);
        }
        target.put(direct.clear());
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        try {
            file.write(AlignedBuffers.allocate(source.remaining()).put(source).flip(), offset);
        } catch (LinuxException e) {
            throw failure("cannot write", offset, e);
        }
    }

    @Override
    public void reserve(long offset, long length) {
        try {
            boolean unused = linux.fileSpace().allocate(file.path(), offset, length);
        } catch (LinuxException e) {
            throw failure("cannot make room in", offset, e);
        }
    }

    @Override
    public void sync() {
        try {
            file.syncData();
        } catch (LinuxException e) {
            throw failure("cannot make durable", 0, e);
        }
    }

    @Override
    public boolean isClean() {
        return Files.exists(clean);
    }

    @Override
    public void markClean(boolean wanted) {
        try {
            if (wanted) {
                FileChannel.open(clean, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                        .close();
            } else {
                Files.deleteIfExists(clean);
            }
            linux.durability().syncDirectory(directoryOf(clean));
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot note the state of " + file.path() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (LinuxException e) {
            throw new Failure.Unavailable("cannot close " + file.path() + ": " + e.getMessage(), e);
        }
    }

    private static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), file.toString());
    }

    private Failure failure(String what, long offset, LinuxException e) {
        String message = what + " validity map " + file.path() + " at offset " + offset + ": " + e.getMessage();
        return e.errno() == Errno.ENOSPC || e.errno() == Errno.EDQUOT
                ? new Failure.Exhausted(message, "make room on the file system of the volume's map", e)
                : new Failure.Unavailable(message, e);
    }
}
