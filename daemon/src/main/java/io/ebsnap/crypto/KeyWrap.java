package io.ebsnap.crypto;

import io.ebsnap.failure.Failure;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES Key Wrap with Padding, RFC 5649. */
public final class KeyWrap {

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
        RFC5649WrapEngine engine = engine(true, wrapping);
        return key.reveal(bytes -> engine.wrap(bytes, 0, bytes.length));
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
            return DestroyableSecret.owning(engine(false, wrapping).unwrap(wrapped, 0, wrapped.length));
        } catch (InvalidCipherTextException e) {
            throw new Failure.Corrupt(
                    "a wrapped key of " + wrapped.length + " bytes was altered, or wrapped by another key");
        }
    }

    private static RFC5649WrapEngine engine(boolean forWrapping, DestroyableSecret wrapping) {
        RFC5649WrapEngine engine = new RFC5649WrapEngine(AESEngine.newInstance());
        engine.init(forWrapping, wrapping.reveal(KeyParameter::new));
        return engine;
    }
}
