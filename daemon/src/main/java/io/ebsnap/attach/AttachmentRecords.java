package io.ebsnap.attach;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.identity.VolumeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of what is attached: one small file for each volume, named after it, whole or not there, durable when a call
 * returns. Safe for use by several threads, one of each volume.
 */
final class AttachmentRecords {

    private static final Logger LOG = LoggerFactory.getLogger(AttachmentRecords.class);
    private static final String SUFFIX = ".attached";
    private static final int BYTES_MAX = 16 << 10;

    private final Path directory;

    AttachmentRecords(Path directory) {
        this.directory = directory;
    }

    /** Notes an attachment, in the place of what was noted about this volume before. */
    void put(AttachmentRecord attached) {
        DurableFiles.replace(file(attached.volume()), attached.text().getBytes(StandardCharsets.UTF_8));
    }

    /** Forgets an attachment that has ended. */
    void remove(VolumeId volume) {
        DurableFiles.remove(file(volume));
    }

    /** All of them; what cannot be read is logged and left. */
    List<AttachmentRecord> all() {
        List<AttachmentRecord> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                try {
                    found.add(AttachmentRecord.parse(file.toString(), text(file)));
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

    private static String text(Path file) {
        return new String(DurableFiles.read(file, BYTES_MAX), StandardCharsets.UTF_8);
    }
}
