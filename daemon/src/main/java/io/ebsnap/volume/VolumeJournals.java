package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import io.ebsnap.linux.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The journals of volumes that are being filled: {@code docs/format/validity.md}. A file {@code boot} in a volume's directory says in which
 * run of the kernel its journal was begun; it need not be durable, because it says nothing to any other run.
 */
final class VolumeJournals {

    static final String BOOT = "boot";

    private final Linux linux;
    private final BootScope scope;

    VolumeJournals(Linux linux, BootScope scope) {
        this.linux = linux;
        this.scope = scope;
    }

    /**
     * Opens the journal of a volume, with what an earlier daemon of this run of the kernel noted.
     *
     * @param home the volume's directory
     */
    VolatileJournal open(String volumeId, Path home) {
        try {
            Files.createDirectories(
                    scope.directory(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            boolean begun = isBegun(home.resolve(BOOT));
            boolean lost = begun && !(Files.exists(file(volumeId, 0)) && Files.exists(file(volumeId, 1)));
            if (!begun) {
                begin(volumeId, home.resolve(BOOT));
            }
            JournalFile one = RuntimeJournalFile.open(linux, file(volumeId, 0));
            try {
                return new VolatileJournal(one, RuntimeJournalFile.open(linux, file(volumeId, 1)), lost);
            } catch (RuntimeException e) {
                one.close();
                throw e;
            }
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot open the journal of " + volumeId + ": " + e.getMessage(), e);
        }
    }

    private boolean isBegun(Path boot) throws IOException {
        return Files.exists(boot)
                && Files.readString(boot, StandardCharsets.UTF_8).equals(scope.bootId());
    }

    /** What another run of the kernel left is of no use: the machine's death took what it speaks of. */
    private void begin(String volumeId, Path boot) throws IOException {
        remove(volumeId);
        RuntimeJournalFile.open(linux, file(volumeId, 0)).close();
        RuntimeJournalFile.open(linux, file(volumeId, 1)).close();
        Files.writeString(boot, scope.bootId(), StandardCharsets.UTF_8);
    }

    /** Removes the journal of a volume that needs none any more. */
    void remove(String volumeId) throws IOException {
        Files.deleteIfExists(file(volumeId, 0));
        Files.deleteIfExists(file(volumeId, 1));
    }

    private Path file(String volumeId, int which) {
        return scope.directory().resolve(volumeId + ".journal" + which);
    }
}
