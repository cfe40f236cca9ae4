package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.VolumeId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of what is attached: one small file for each volume, named after it, whole or not there, durable when a call
 * returns. Safe for use by several threads, one of each volume.
 */
final class AttachmentRecords {

    private static final Logger LOG = LoggerFactory.getLogger(AttachmentRecords.class);
    private static final String SUFFIX = ".attached";
    private static final String HALF = ".half";
    private static final int BYTES_MAX = 16 << 10;

    private final Path directory;

    AttachmentRecords(Path directory) {
        this.directory = directory;
    }

    /** Notes an attachment, in the place of what was noted about this volume before. */
    void put(AttachmentRecord attached) {
        Path file = file(attached.volume());
        Path half = file.resolveSibling(file.getFileName() + HALF);
        try {
            Files.deleteIfExists(half);
            write(half, attached.text());
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot note the attachment in " + file + ": " + failed, failed);
        }
    }

    /** Forgets an attachment that has ended. */
    void remove(VolumeId volume) {
        try {
            if (Files.deleteIfExists(file(volume))) {
                syncDirectory();
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot remove " + file(volume) + ": " + failed, failed);
        }
    }

    /** All of them; what cannot be read is logged and left. */
    List<AttachmentRecord> all() {
        List<AttachmentRecord> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                try {
                    found.add(AttachmentRecord.parse(file.toString(), read(file)));
                } catch (Failure unreadable) {
                    LOG.error("attachment-record-unreadable file={} error={}", file, unreadable.getMessage());
                }
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot read what is attached from " + directory + ": " + failed, failed);
        }
        return found;
    }

    private Path file(VolumeId volume) {
        return directory.resolve(volume + SUFFIX);
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
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
}
