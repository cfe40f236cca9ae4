package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import java.security.GeneralSecurityException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/** AES Key Wrap with Padding, RFC 5649, as the Java runtime has it. */
public final class KeyWrap {

    private static final String TRANSFORMATION = "AES/KWP/NoPadding";

    /** The longest key that is wrapped or unwrapped here, far above any that ebsnap has. */
    private static final int KEY_BYTES_MAX = 4096;

    private KeyWrap() {}

    /**
     * Wraps a key.
     *
     * @param wrapping an AES key of 16, 24 or 32 bytes
     * @param key 1 .. 4096 bytes
     * @return the wrapped key, 8 to 15 bytes longer
     */
    public static byte[] wrap(DestroyableSecret wrapping, DestroyableSecret key) {
        return key.reveal(bytes -> {
            try {
                return run(Cipher.ENCRYPT_MODE, wrapping, bytes);
            } catch (GeneralSecurityException e) {
                throw new Failure.Internal("wrapping a key of " + bytes.length + " bytes", e);
            }
        });
    }

    /**
     * Unwraps what {@link #wrap} made.
     *
     * @throws Failure.Corrupt if it was altered, or wrapped by another key
     */
    public static DestroyableSecret unwrap(DestroyableSecret wrapping, byte[] wrapped) {
        if (wrapped.length < 16 || wrapped.length > KEY_BYTES_MAX || wrapped.length % 8 != 0) {
            throw new Failure.Corrupt("a wrapped key cannot have " + wrapped.length + " bytes");
        }
        try {
            return DestroyableSecret.owning(run(Cipher.DECRYPT_MODE, wrapping, wrapped));
        } catch (BadPaddingException | IllegalBlockSizeException e) {
            throw new Failure.Corrupt(
                    "a wrapped key of " + wrapped.length + " bytes was altered, or wrapped by another key");
        } catch (GeneralSecurityException e) {
            throw new Failure.Internal("unwrapping a key of " + wrapped.length + " bytes", e);
        }
    }

    private static byte[] run(int mode, DestroyableSecret wrapping, byte[] input) throws GeneralSecurityException {
        RawKey key = wrapping.reveal(bytes -> RawKey.copyOf("AES", bytes));
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION, "SunJCE");
            cipher.init(mode, key);
            return cipher.doFinal(input);
        } finally {
            key.destroy();
        }
    }
}
