package io.ebsnap.tracking;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import io.ebsnap.format.KeptCopy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The notes of the copies that are kept, one for each volume, {@code docs/format/kept-copy.md}. */
final class CopyNotes {

    private static final Logger LOG = LoggerFactory.getLogger(CopyNotes.class);

    private final Path directory;
    private final String suffix;

    /**
     * Notes of one kind.
     *
     * @param directory made, for root alone, when there is something to put there
     * @param suffix of their names
     */
    CopyNotes(Path directory, String suffix) {
        this.directory = directory;
        this.suffix = suffix;
    }

    /**
     * The note of a volume.
     *
     * @throws Failure if it cannot be read or is damaged
     */
    Optional<KeptCopy> find(String volume) {
        Path file = file(volume);
        return Files.exists(file)
                ? Optional.of(KeptCopy.decode(DurableFiles.read(file, KeptCopy.BYTES_MAX)))
                : Optional.empty();
    }

    /** Puts a note in the place of the volume's former one, durably. */
    void put(KeptCopy note) {
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot note what is kept in " + directory + ": " + failed, failed);
        }
        DurableFiles.replace(file(note.of().volume()), note.encode());
    }

    void remove(String volume) {
        DurableFiles.remove(file(volume));
    }

    /** All notes that can be read; the others say nothing that could be acted on, and are left for the next copy to replace. */
    List<KeptCopy> all() {
        List<KeptCopy> notes = new ArrayList<>();
        if (!Files.isDirectory(directory)) {
            return notes;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + suffix)) {
            for (Path file : files) {
                readable(file).ifPresent(notes::add);
            }
        } catch (IOException failed) {
            LOG.warn("what is kept in {} cannot be listed: {}", directory, failed.toString());
        }
        return notes;
    }

    private static Optional<KeptCopy> readable(Path file) {
        try {
            return Optional.of(KeptCopy.decode(DurableFiles.read(file, KeptCopy.BYTES_MAX)));
        } catch (Failure damaged) {
            LOG.warn("note={} cannot be read: {}", file, damaged.getMessage());
            return Optional.empty();
        }
    }

    private Path file(String volume) {
        return directory.resolve(volume + suffix);
    }
}
