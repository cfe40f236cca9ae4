package io.ebsnap.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of policies, which the daemon understands. */
final class PolicyFile {

    private static final int BYTES_MAX = 64 << 10;

    private PolicyFile() {}

    /** @throws Refusal if it cannot be read, or is too long */
    static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new Refusal(
                        ExitCode.USAGE, file + " is longer than " + BYTES_MAX + " bytes", "is it the right file?");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Refusal(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage(), "is it the right file?");
        }
    }
}
