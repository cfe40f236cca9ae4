package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM by a provider of the Java Cryptography Architecture, given as an object so that the list of providers stays as it is.
 *
 * <p>Each call makes a {@link Cipher} of its own. Keeping one per thread would save 1.5 microseconds of the 40 that a block takes, and
 * would leave the last key of each thread behind.
 */
final class ProviderAeadCipher implements AeadCipher {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private final Provider provider;
    private final boolean isNative;

    /** @param isNative whether it is as fast at its first call as at any other */
    ProviderAeadCipher(Provider provider, boolean isNative) {
        this.provider = provider;
        this.isNative = isNative;
    }

    /** Whether it is as fast at its first call as at any other. */
    boolean isNative() {
        return isNative;
    }

    @Override
    public String name() {
        return provider.getName() + " " + provider.getVersionStr();
    }

    @Override
    public int seal(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice plaintext, ArraySlice target) {
        requireRoom(target, Math.addExact(plaintext.length(), TAG_BYTES));
        try {
            return run(Cipher.ENCRYPT_MODE, parameters(key, nonce, associated), plaintext, target);
        } catch (GeneralSecurityException e) {
            throw new Failure.Internal("sealing " + plaintext.length() + " bytes by " + name(), e);
        }
    }

    @Override
    public int open(byte[] key, byte[] nonce, ArraySlice associated, ArraySlice sealed, ArraySlice target) {
        if (sealed.length() < TAG_BYTES) {
            throw new Failure.Corrupt(
                    "sealed bytes: " + sealed.length() + " bytes are fewer than the " + TAG_BYTES + " of a tag");
        }
        requireRoom(target, sealed.length() - TAG_BYTES);
        try {
            return run(Cipher.DECRYPT_MODE, parameters(key, nonce, associated), sealed, target);
        } catch (AEADBadTagException e) {
            throw new Failure.Corrupt(
                    "sealed bytes: authentication of " + sealed.length() + " bytes failed: altered, or of another key",
                    e);
        } catch (GeneralSecurityException e) {
            throw new Failure.Internal("opening " + sealed.length() + " bytes by " + name(), e);
        }
    }

    private int run(int mode, Parameters parameters, ArraySlice input, ArraySlice target)
            throws GeneralSecurityException {
        RawKey key = RawKey.copyOf("AES", parameters.key());
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION, provider);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, parameters.nonce()));
            ArraySlice associated = parameters.associated();
            cipher.updateAAD(associated.array(), associated.offset(), associated.length());
            return cipher.doFinal(input.array(), input.offset(), input.length(), target.array(), target.offset());
        } finally {
            key.destroy();
        }
    }

    private static Parameters parameters(byte[] key, byte[] nonce, ArraySlice associated) {
        if (key.length != KEY_BYTES || nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("key of " + key.length + " and nonce of " + nonce.length
                    + " bytes instead of " + KEY_BYTES + " and " + NONCE_BYTES);
        }
        return new Parameters(key, nonce, associated);
    }

    private static void requireRoom(ArraySlice target, int needed) {
        if (target.length() < needed) {
            throw new IllegalArgumentException("target of " + target.length() + " bytes for " + needed);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // lives for one call, and must not multiply the key
    private record Parameters(byte[] key, byte[] nonce, ArraySlice associated) {
        @Override
        public String toString() {
            return "Parameters";
        }
    }
}
