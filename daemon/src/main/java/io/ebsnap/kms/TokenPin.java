package io.ebsnap.kms;

import io.ebsnap.crypto.DestroyableSecret;
import java.nio.file.Path;

/** The PIN of a token's user, in a file; an end of line behind it does not count. It is read anew each time and not kept. */
public final class TokenPin {

    private final SecretFile file;

    private TokenPin(SecretFile file) {
        this.file = file;
    }

    /** In a file of root's or the daemon's own that nobody else may read. */
    public static TokenPin file(Path path) {
        return new TokenPin(SecretFile.ownerOnly(path));
    }

    /** In a credential of the service manager, whose owner and mode are the manager's business. */
    public static TokenPin credential(Path path) {
        return new TokenPin(SecretFile.ofAnyOwner(path));
    }

    /**
     * Reads it.
     *
     * @return the caller's to close
     * @throws io.ebsnap.failure.Failure.NotFound if the file is not there
     * @throws io.ebsnap.failure.Failure.Denied if the file can be read or changed by others
     */
    public DestroyableSecret read() {
        return file.readText();
    }

    /** Where it is. */
    @Override
    public String toString() {
        return file.path().toString();
    }
}
