package io.ebsnap.file;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Small files that are either there whole or not, and are durable when a call returns. New content is written beside its place, under
 * the name with {@code .new} behind it; what a crash leaves there is overwritten by the next one. Files are 0600. Not for two writers
 * of one file at a time.
 */
public final class DurableFiles {

    /** What is behind the name of content that is not in its place yet. */
    public static final String BESIDE = ".new";

    private DurableFiles() {}

    /**
     * Makes a file.
     *
     * @return false if one is there, which is left as it is
     */
    public static boolean createIfAbsent(Path file, byte[] content) {
        try {
            Path written = writeBeside(file, content);
            try {
                Files.createLink(file, written);
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.deleteIfExists(written);
            }
            syncDirectoryOf(file);
            return true;
        } catch (IOException e) {
            throw new Failure.Unavailable("creating " + file, e);
        }
    }

    /** Replaces a file, which need not be there. Until it returns, either content may be found after a crash, but never a mixture. */
    public static void replace(Path file, byte[] content) {
        try {
            Path written = writeBeside(file, content);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectoryOf(file);
        } catch (IOException e) {
            throw new Failure.Unavailable("replacing " + file, e);
        }
    }

    /**
     * The content of a file.
     *
     * @throws Failure.NotFound if there is none
     * @throws Failure.Corrupt if it is longer than {@code lengthMax}
     */
    public static byte[] read(Path file, int lengthMax) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(lengthMax + 1);
            if (content.length > lengthMax) {
                throw new Failure.Corrupt(file + " is longer than " + lengthMax + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new Failure.NotFound(file + " is not there", e);
        } catch (IOException e) {
            throw new Failure.Unavailable("reading " + file, e);
        }
    }

    /** Removes a file, if there is one. */
    public static void remove(Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                syncDirectoryOf(file);
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("removing " + file, e);
        }
    }

    private static Path writeBeside(Path file, byte[] content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + BESIDE);
        Files.deleteIfExists(beside);
        try {
            write(beside, content);
        } catch (IOException failed) {
            // On a full disk what was begun would only take the room that is missing.
            Files.deleteIfExists(beside);
            throw failed;
        }
        return beside;
    }

    private static void write(Path beside, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                beside,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void syncDirectoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
