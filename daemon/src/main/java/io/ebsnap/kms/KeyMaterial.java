package io.ebsnap.kms;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.format.KeystoreContent;
import io.ebsnap.identity.KeyId;

/**
 * A place where the material of KMS keys lies: it makes, uses and destroys it, and gives it to nobody. What is wrapped has 8 bytes more than what
 * was given, and only the same version of the same key unwraps it. Safe for use by several threads.
 *
 * <p>Every method but the first two throws {@code Failure.Unavailable} if the place does not answer, and {@code Failure.Denied} if it lets nobody in; those that
 * use a version {@code Failure.NotFound} if its material is not there.
 */
public interface KeyMaterial {

    /** What a person calls it. */
    String words();

    /** The label of the token; empty for the keystore file. */
    String token();

    /**
     * Makes sure that the material of a version is there and can be used.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if it is not there
     */
    void require(KeyId key, KeystoreContent.Version version);

    /**
     * Makes the material of a version, durably where this place keeps it itself. If a call that was cut short has made it already, that is taken.
     *
     * @param version that the key does not have yet
     */
    KeystoreContent.Version make(KeyId key, NewVersion version);

    /** Wraps a key of 32 bytes: that of a domain, or of a ciphertext. */
    byte[] wrap(KeyId key, KeystoreContent.Version version, DestroyableSecret secret);

    /**
     * Unwraps what {@link #wrap} made.
     *
     * @return the caller's to close
     * @throws io.ebsnap.failure.Failure.Corrupt if it was altered, or wrapped by other material
     */
    DestroyableSecret unwrap(KeyId key, KeystoreContent.Version version, byte[] wrapped);

    /** Destroys the material of a version, as far as this place keeps it itself; none there does not matter. */
    void destroy(KeyId key, int version);
}
