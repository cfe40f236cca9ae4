package io.ebsnap.volume;

import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file in a volume's directory that says that the kernel goes to the target past the daemon: {@code BOOTID}. It tells the next daemon of this run of
 * the kernel, and nothing to any other, so it need not be durable. For use by one thread at a time.
 */
final class DirectNote {

    static final String NAME = "direct";

    private final Path file;
    private final String bootId;
    private final String volumeId;
    private final Mapped mapped;

    /** The devices of the kernel's device mapper. */
    @FunctionalInterface
    interface Mapped {
        Optional<Path> named(String name) throws IOException;
    }

    /** @param home the volume's directory */
    DirectNote(Path home, String volumeId, BootScope scope, Mapped mapped) {
        this.file = home.resolve(NAME);
        this.bootId = scope.bootId();
        this.volumeId = volumeId;
        this.mapped = mapped;
    }

    /** Notes that it begins. */
    void put() {
        try {
            Files.writeString(file, bootId, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Notes that it has ended. */
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot remove " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether an earlier daemon has noted it in this run of the kernel. What was cut off counts. */
    boolean isThere() {
        try {
            if (!Files.exists(file)) {
                return false;
            }
            String noted = Files.readString(file, StandardCharsets.US_ASCII);
            return bootId.startsWith(noted);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** The device of the kernel that may go past the daemon; empty if there is none any more. */
    Optional<Path> device() {
        try {
            return mapped.named("ebsnap-" + volumeId);
        } catch (IOException e) {
            throw new Failure.Unavailable("cannot tell whether " + volumeId + " is a device: " + e.getMessage(), e);
        }
    }
}
