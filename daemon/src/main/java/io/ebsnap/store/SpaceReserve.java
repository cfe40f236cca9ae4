package io.ebsnap.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A file of nothing but space beside a store, given up when the disk is full: deleting needs room too, for the index and for
 * tombstones. Safe for use by several threads.
 */
public final class SpaceReserve implements Headroom {

    private static final int PART_BYTES = 1 << 20;

    private final Path file;
    private final long bytes;
    private final RandomGenerator content;

    @GuardedBy("this")
    private boolean isHeld;

    /**
     * A reserve, which is not taken before {@link #hold}.
     *
     * @param bytes how large it is when it is held
     * @param content seeds what it is filled with, so that no file system stores it in less space
     */
    public SpaceReserve(Path file, long bytes, RandomGenerator content) {
        this.file = file;
        this.bytes = bytes;
        this.content = content;
    }

    /**
     * Takes the space, if it is not taken, where that leaves as much again free.
     *
     * @return whether it is held now
     */
    @Override
    public synchronized boolean hold() {
        try {
            isHeld = Files.isRegularFile(file) && Files.size(file) == bytes;
            if (!isHeld && freeBytes() >= Math.multiplyExact(2, bytes)) {
                fill();
                isHeld = true;
            }
            return isHeld;
        } catch (IOException e) {
            drop(e);
            throw new Failure.Unavailable("reserving " + bytes + " bytes in " + file, e);
        }
    }

    /**
     * Gives the space up.
     *
     * @return whether there was any
     */
    @Override
    public synchronized boolean release() {
        try {
            isHeld = false;
            boolean was = Files.deleteIfExists(file);
            forceDirectory();
            return was;
        } catch (IOException e) {
            throw new Failure.Unavailable("giving up " + file, e);
        }
    }

    /** Whether the space is held, as far as this knows. */
    public synchronized boolean isHeld() {
        return isHeld;
    }

    private void fill() throws IOException {
        Files.deleteIfExists(file);
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), mode)) {
            byte[] part = new byte[(int) Math.min(PART_BYTES, bytes)];
            // A generator for keys takes longer over a mebibyte than all else at a first start.
            new SplittableRandom(content.nextLong()).nextBytes(part);
            for (long left = bytes; left > 0; ) {
                ByteBuffer some = ByteBuffer.wrap(part, 0, (int) Math.min(left, part.length));
                left -= some.remaining();
                while (some.hasRemaining()) {
                    channel.write(some);
                }
            }
            channel.force(true);
        }
        forceDirectory();
    }

    @GuardedBy("this")
    private void drop(IOException failure) {
        isHeld = false;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private long freeBytes() throws IOException {
        return Files.getFileStore(directory()).getUsableSpace();
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory(), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Path directory() {
        return file.toAbsolutePath().resolveSibling("");
    }
}
