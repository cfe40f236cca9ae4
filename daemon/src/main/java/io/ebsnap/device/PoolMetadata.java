package io.ebsnap.device;

import io.ebsnap.failure.Failure;
import io.ebsnap.file.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshot of a thin pool's metadata, which lets them be read while the pool is used. The kernel holds at most one for a pool, beyond the
 * life of who has reserved it and of the machine; while it does, the metadata grow by what changes. So it is noted before it is reserved, and
 * released in every case: at the end, or by the next daemon.
 *
 * <p>A note is the file {@code TARGET.reserved}, where TARGET is the kernel's name of the pool. A crash between the note and the reservation leaves
 * a note of nothing, which is harmless unless somebody else reserves the metadata before the next start. One at a time is reserved here.
 */
final class PoolMetadata {

    private static final Logger LOG = LoggerFactory.getLogger(PoolMetadata.class);
    private static final String SUFFIX = ".reserved";
    private static final int HELD_FIELD = 6;

    private final Tools tools;
    private final Path notes;

    PoolMetadata(Tools tools, Path notes) {
        this.tools = tools;
        this.notes = notes;
    }

    /**
     * Does something while the metadata of a pool are reserved.
     *
     * @param target the kernel's name of the pool
     * @throws Failure.Conflict if somebody else has reserved them
     * @throws Failure.Unavailable if they cannot be reserved
     */
    synchronized void whileReserved(String target, Runnable reading) {
        Path note = notes.resolve(target + SUFFIX);
        if (Files.exists(note)) {
            release(target, note);
        }
        if (held(target)) {
            throw new Failure.Conflict("the metadata of its pool are reserved by somebody else");
        }
        reserve(target, note);
        try {
            reading.run();
        } finally {
            releaseOrWarn(target, note);
        }
    }

    /** Releases what a former run has left reserved. What cannot be released now is tried again at the next time. */
    synchronized void releaseLeft() {
        if (!Files.isDirectory(notes)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(notes, "*" + SUFFIX)) {
            for (Path note : files) {
                String name = String.valueOf(note.getFileName());
                releaseOrWarn(name.substring(0, name.length() - SUFFIX.length()), note);
            }
        } catch (IOException failed) {
            LOG.warn("what is reserved cannot be listed in {}: {}", notes, failed.toString());
        }
    }

    private void reserve(String target, Path note) {
        try {
            Files.createDirectories(
                    notes, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failed) {
            throw new Failure.Unavailable("cannot note what is reserved in " + notes + ": " + failed, failed);
        }
        DurableFiles.replace(note, target.getBytes(StandardCharsets.UTF_8));
        Commands.Outcome outcome = message(target, "reserve_metadata_snap");
        if (!outcome.succeeded()) {
            if (!outcome.killed()) {
                DurableFiles.remove(note);
            }
            throw new Failure.Unavailable("the metadata of its pool cannot be reserved: " + outcome.text(), null);
        }
    }

    private void releaseOrWarn(String target, Path note) {
        try {
            release(target, note);
        } catch (Failure failed) {
            LOG.error("pool={} its metadata stay reserved until the next try: {}", target, failed.getMessage());
        }
    }

    private void release(String target, Path note) {
        if (held(target)) {
            Commands.Outcome outcome = message(target, "release_metadata_snap");
            if (!outcome.succeeded()) {
                throw new Failure.Unavailable(
                        "the metadata of " + target + " cannot be released: " + outcome.text(), null);
            }
        }
        DurableFiles.remove(note);
    }

    private Commands.Outcome message(String target, String text) {
        return tools.run("dmsetup", List.of("message", target, "0", text));
    }

    private boolean held(String target) {
        Commands.Outcome outcome = tools.run("dmsetup", List.of("status", target));
        String[] fields = outcome.output().strip().split(" ", -1);
        if (!outcome.succeeded() || fields.length <= HELD_FIELD || !fields[2].equals("thin-pool")) {
            throw new Failure.Unavailable("dmsetup status " + target + ": " + outcome.text(), null);
        }
        return !fields[HELD_FIELD].equals("-");
    }
}
