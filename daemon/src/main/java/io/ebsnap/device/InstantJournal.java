package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.linux.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon has made or frozen and must undo, also after its death: one small file for each, durable before the thing is
 * done and deleted after it is undone. A crash may leave a note of something that was never done or is undone already, so undoing
 * must be harmless then.
 *
 * <p>A note is named {@code SNAPSHOT.N}; it holds a word, a line feed, the identity of the running kernel, a line feed, and a path
 * to its end. Safe for use by several threads.
 */
final class InstantJournal {

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String HALF = ".half";

    private final Path directory;
    private final Durability durability;
    private final String boot;

    /**
     * Opens the notes. What a crash has left half written was never begun, and is deleted.
     *
     * @param directory made, for root alone, if it does not exist; no other journal's
     */
    InstantJournal(Path directory, Durability durability) {
        this.directory = directory;
        this.durability = durability;
        try {
            Files.createDirectories(directory);
            deleteHalves();
            this.boot = Files.readString(BOOT_ID, StandardCharsets.UTF_8).strip();
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot keep notes in " + directory + ": " + failed, failed);
        }
    }

    /**
     * Something to undo.
     *
     * @param file the note
     * @param snapshot whose
     * @param word the method's word: what is to be done
     * @param path what it is to be done to
     * @param thisBoot whether the machine has not been started since
     */
    record Note(Path file, SnapshotId snapshot, String word, Path path, boolean thisBoot) {}

    /** Notes that something is about to be done. */
    Note write(SnapshotId snapshot, String word, Path path) {
        try {
            for (int number = 0; ; number++) {
                Path file = directory.resolve(snapshot + "." + number);
                if (!Files.exists(file)) {
                    put(file, word + "\n" + boot + "\n" + path);
                    return new Note(file, snapshot, word, path, true);
                }
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot note in " + directory + ": " + failed, failed);
        }
    }

    private void put(Path file, String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + HALF);
        Files.writeString(half, text, StandardCharsets.UTF_8);
        durability.syncFileSystem(half);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        durability.syncDirectory(directory);
    }

    /** Forgets what is undone. */
    void delete(Note note) throws IOException {
        Files.deleteIfExists(note.file());
    }

    /** Forgets that something was to be done to a path. */
    void forget(Path path) throws IOException {
        for (Note note : notes()) {
            if (note.path().equals(path)) {
                delete(note);
            }
        }
    }

    private void deleteHalves() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + HALF)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** All notes; one that is being written by another thread is none yet. */
    List<Note> notes() {
        List<Note> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!file.toString().endsWith(HALF)) {
                    read(file).ifPresent(found::add);
                }
            }
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot read the notes in " + directory + ": " + failed, failed);
        }
        return found;
    }

    private Optional<Note> read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String id = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        String[] parts;
        try {
            parts = Files.readString(file, StandardCharsets.UTF_8).split("\n", 3);
        } catch (NoSuchFileException undone) {
            return Optional.empty();
        }
        if (!SnapshotId.isValid(id) || parts.length != 3) {
            return Optional.empty();
        }
        return Optional.of(new Note(file, new SnapshotId(id), parts[0], Path.of(parts[2]), parts[1].equals(boot)));
    }
}
