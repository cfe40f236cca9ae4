package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.format.ChangeSetHeader;
import io.ebsnap.linux.BlockDevice;
import io.ebsnap.linux.DeviceAccess;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LinuxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A change set's file in a directory that lives as long as the running kernel: {@code docs/format/changes.md}. */
final class RuntimeChangeFile implements ChangeFile {

    private final BlockDevice file;
    private final ByteBuffer word = ByteBuffer.allocateDirect(Long.BYTES);

    private RuntimeChangeFile(BlockDevice file) {
        this.file = file;
    }

    /** Makes a file; its header is written last, so that a crash leaves none or all of it. */
    static RuntimeChangeFile create(Linux linux, Path path, ChangeSetHeader header, byte[] bits) {
        try {
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            RuntimeChangeFile made = new RuntimeChangeFile(linux.blockDevices().open(path, DeviceAccess.readWrite()));
            if (bits.length > 0) {
                made.put(ChangeSetHeader.BYTES, bits);
            }
            made.put(0, header.encode());
            return made;
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot make " + path + ": " + e.getMessage(), e);
        }
    }

    /** Opens a file that was made before. */
    static RuntimeChangeFile open(Linux linux, Path path) {
        try {
            return new RuntimeChangeFile(linux.blockDevices().open(path, DeviceAccess.readWrite()));
        } catch (LinuxException e) {
            throw new Failure.Unavailable("cannot open " + path + ": " + e.getMessage(), e);
        }
    }

    /** The header; empty if the file has none that can be read. */
    Optional<ChangeSetHeader> header() {
        try {
            return Optional.of(ChangeSetHeader.decode(get(0, ChangeSetHeader.BYTES)));
        } catch (Failure.Corrupt e) {
            return Optional.empty();
        }
    }

    @Override
    public long[] words() {
        try {
            int length = Math.toIntExact(Math.max(0, file.sizeBytes() - ChangeSetHeader.BYTES));
            byte[] bytes = get(ChangeSetHeader.BYTES, Math.ceilDiv(length, Long.BYTES) * Long.BYTES);
            long[] words = new long[bytes.length / Long.BYTES];
            ByteBuffer.wrap(bytes).asLongBuffer().get(words);
            return words;
        } catch (LinuxException e) {
            throw failure("measure", e);
        }
    }

    @Override
    public void write(long number, long bits) {
        try {
            file.write(word.clear().putLong(0, bits), ChangeSetHeader.BYTES + number * Long.BYTES);
        } catch (LinuxException e) {
            throw failure("write", e);
        }
    }

    private void put(long offset, byte[] bytes) {
        try {
            file.write(ByteBuffer.allocateDirect(bytes.length).put(bytes).flip(), offset);
        } catch (LinuxException e) {
            throw failure("write", e);
        }
    }

    /** What lies beyond the end of the file is zeros. */
    private byte[] get(long offset, int length) {
        ByteBuffer read = ByteBuffer.allocateDirect(length);
        try {
            int unused = file.read(read, offset);
        } catch (LinuxException e) {
            throw failure("read", e);
        }
        byte[] bytes = new byte[length];
        read.clear().get(bytes);
        return bytes;
    }

    @Override
    public void remove() {
        try {
            Files.deleteIfExists(file.path());
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot remove " + file.path() + ": " + e.getMessage(), e);
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
        return new Failure.Unavailable("cannot " + what + " " + file.path() + ": " + e.getMessage(), e);
    }
}
