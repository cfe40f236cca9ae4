package io.ebsnap.audit;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The files of the segments, in a directory of their own. */
final class SegmentFiles {

    private static final String SUFFIX = ".log";
    private static final String UNFINISHED = "next.new";
    private static final String NAME = "[0-9a-f]{16}\\.log";

    private final Path directory;
    private final int segmentBytes;

    /** @param segmentBytes how long a segment is */
    SegmentFiles(Path directory, int segmentBytes) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
    }

    int segmentBytes() {
        return segmentBytes;
    }

    /** Makes the directory, if it is not there. */
    void prepare() {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(directory.resolve(UNFINISHED));
        } catch (IOException e) {
            throw refused("preparing " + directory, e);
        }
    }

    /** First sequence numbers of all segments, ascending. */
    List<Long> all() {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.matches(NAME)) {
                    found.add(HexFormat.fromHexDigitsToLong(name.substring(0, 16)));
                }
            }
        } catch (IOException e) {
            throw refused("listing " + directory, e);
        }
        found.sort(null);
        return found;
    }

    /** All bytes of a segment. */
    byte[] read(long first) {
        try {
            long bytes = Files.size(path(first));
            if (bytes > segmentBytesMax()) {
                throw new Failure.Corrupt(path(first) + " is longer than a segment of the audit log may be");
            }
            return Files.readAllBytes(path(first));
        } catch (IOException e) {
            throw refused("reading " + path(first), e);
        }
    }

    /** The first bytes of a segment, so many or all that it has. */
    byte[] read(long first, int bytesMax) {
        try (InputStream file = Files.newInputStream(path(first))) {
            return file.readNBytes(bytesMax);
        } catch (IOException e) {
            throw refused("reading " + path(first), e);
        }
    }

    /** A file of another length, of an earlier setting, is read too. */
    private long segmentBytesMax() {
        return Math.max(segmentBytes, 16L << 20);
    }

    /**
     * Makes a segment that begins with some bytes and is zeros behind them; durable when it returns.
     *
     * @throws Failure.Exhausted if there is no room
     */
    FileChannel create(long first, byte[] beginning) {
        Path unfinished = directory.resolve(UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            fill(unfinished, beginning);
            Files.move(unfinished, path(first), StandardCopyOption.ATOMIC_MOVE);
            syncDirectory();
            return open(first);
        } catch (IOException e) {
            discard(unfinished, e);
            throw new Failure.Exhausted("the audit log cannot go on: making " + path(first) + ": " + e.getMessage(), e);
        }
    }

    /** A segment that is there, to be written to. */
    FileChannel open(long first) {
        try {
            return FileChannel.open(path(first), StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw refused("opening " + path(first), e);
        }
    }

    void remove(long first) {
        DurableFiles.remove(path(first));
    }

    Path path(long first) {
        return directory.resolve(HexFormat.of().toHexDigits(first) + SUFFIX);
    }

    private void fill(Path file, byte[] beginning) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.allocate(segmentBytes).put(beginning).clear();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void discard(Path file, IOException failure) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    static Failure refused(String what, IOException e) {
        return new Failure.Unavailable("the audit log: " + what + ": " + e.getMessage(), e);
    }
}
