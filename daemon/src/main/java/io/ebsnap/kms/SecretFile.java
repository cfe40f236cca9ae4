package io.ebsnap.kms;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A file that holds a secret. */
final class SecretFile {

    private static final int LENGTH_MAX = 65_536;
    private static final int OTHERS = 077;
    private static final int ROOT_UID = 0;

    /** Its owner is who this process acts as. */
    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private final Path path;
    private final boolean ownerOnly;

    private SecretFile(Path path, boolean ownerOnly) {
        this.path = path;
        this.ownerOnly = ownerOnly;
    }

    /** A file of root's or this process's own, which nobody else may read or change. */
    static SecretFile ownerOnly(Path path) {
        return new SecretFile(path, true);
    }

    /** A file that somebody else answers for. */
    static SecretFile ofAnyOwner(Path path) {
        return new SecretFile(path, false);
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** The whole content. */
    DestroyableSecret read() {
        try {
            requireSafe();
            return DestroyableSecret.owning(readBounded());
        } catch (NoSuchFileException e) {
            throw new Failure.NotFound("secret file " + path + " is not there", e);
        } catch (IOException e) {
            throw new Failure.Unavailable("reading secret file " + path, e);
        }
    }

    /** The content without the ends of line behind it. */
    DestroyableSecret readText() {
        try (DestroyableSecret whole = read()) {
            return whole.reveal(bytes -> DestroyableSecret.owning(withoutLineEnd(bytes)));
        }
    }

    /** What is before the first end of line. */
    DestroyableSecret readFirstLine() {
        try (DestroyableSecret whole = read()) {
            return whole.reveal(bytes -> DestroyableSecret.owning(firstLine(bytes)));
        }
    }

    private void requireSafe() throws IOException {
        if (!Files.isRegularFile(path) && Files.exists(path)) {
            throw new Failure.Denied("secret file " + path + " is not a regular file");
        }
        if (!ownerOnly) {
            return;
        }
        int owner = (Integer) Files.getAttribute(path, "unix:uid");
        int self = (Integer) Files.getAttribute(OWN_PROCESS, "unix:uid");
        if (owner != ROOT_UID && owner != self) {
            throw new Failure.Denied(
                    "secret file " + path + " belongs to user " + owner, "let it belong to root: chown root " + path);
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode");
        if ((mode & OTHERS) != 0) {
            throw new Failure.Denied(
                    "secret file " + path + " has mode " + Integer.toOctalString(mode & 07777)
                            + ": others than its owner may use it",
                    "take that away: chmod 600 " + path + ", and consider the secret known");
        }
    }

    private byte[] readBounded() throws IOException {
        byte[] buffer = new byte[LENGTH_MAX + 1];
        try (InputStream in = Files.newInputStream(path)) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            if (length > LENGTH_MAX) {
                throw new Failure.Invalid("secret file " + path + " is longer than " + LENGTH_MAX + " bytes");
            }
            return Arrays.copyOf(buffer, length);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    private static byte[] firstLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return Arrays.copyOf(bytes, end);
    }

    private static byte[] withoutLineEnd(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
