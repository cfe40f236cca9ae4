package io.ebsnap.service;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LockFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The data directory of {@code docs/format/store.md}, which belongs to one daemon at a time: the kernel drops the lock when that
 * dies, however it dies.
 */
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final LockFile lock;

    private DataDirectory(Path root, LockFile lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes a data directory, which is made if it is not there.
     *
     * @throws Failure.Conflict if another daemon has it
     * @throws Failure.Unavailable if it cannot be made or locked
     */
    static DataDirectory take(Path root, Linux linux) {
        try {
            Files.createDirectories(
                    root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path file = root.resolve("lock");
            LockFile lock = linux.fileLocks().open(file);
            if (!lock.tryLockExclusive()) {
                lock.close();
                throw new Failure.Conflict(
                        "data directory " + root + " belongs to another ebsnapd, process "
                                + Files.readString(file, StandardCharsets.US_ASCII)
                                        .strip(),
                        "stop that one first, or name another directory with --data-dir");
            }
            Files.writeString(file, ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
            return new DataDirectory(root, lock);
        } catch (IOException e) {
            throw new Failure.Unavailable("data directory " + root + " cannot be used: " + e.getMessage(), e);
        }
    }

    Path root() {
        return root;
    }

    Path keystore() {
        return root.resolve("keystore");
    }

    Path store() {
        return root.resolve("store");
    }

    /** Which zones the store is kept in, once there were several. */
    Path zones() {
        return root.resolve("zones");
    }

    Path index() {
        return root.resolve("index");
    }

    /** Of the chunks in the archive. */
    Path archiveIndex() {
        return root.resolve("archive-index");
    }

    /** What the daemon has frozen and made on other file systems. */
    Path instants() {
        return root.resolve("instants");
    }

    /** What the next snapshots find changes with. */
    Path tracking() {
        return root.resolve("tracking");
    }

    /** What was asked for and what changed. */
    Path audit() {
        return root.resolve("audit");
    }

    /** A second evidence of the locks of snapshots. */
    Path locks() {
        return root.resolve("locks");
    }

    /** How late it is, for what is counted in time that nobody sets. */
    Path trustedTime() {
        return root.resolve("trusted-time");
    }

    /** What the next daemon must know of devices. */
    Path attachments() {
        return root.resolve("attachments");
    }

    /** Who this daemon is to others, and what came from whom. */
    Path remotes() {
        return root.resolve("remotes");
    }

    /** Whom the listener of AWS's own tools says to be. */
    Path aws() {
        return root.resolve("aws");
    }

    /** What was verified when. */
    Path scrub() {
        return root.resolve("scrub");
    }

    /** What of the archive was verified when. */
    Path archiveScrub() {
        return root.resolve("archive-scrub");
    }

    /** How the store has grown. */
    Path history() {
        return root.resolve("history");
    }

    /** Where native libraries are unpacked that are not on disk otherwise. */
    Path natives() {
        return root.resolve("native");
    }

    Path reserve() {
        return root.resolve("reserve");
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new Failure.Unavailable("lock of data directory " + root + " cannot be given back", e);
        }
    }
}
