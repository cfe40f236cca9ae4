package io.ebsnap.crypto;

import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * Key bytes in the form that the Java Cryptography Architecture asks for, and that can be zeroed. It is never serialised: the bytes
 * are transient.
 */
final class RawKey implements SecretKey {

    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final transient byte[] bytes;
    private transient volatile boolean destroyed;

    private RawKey(String algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes;
    }

    /** A key of a copy of {@code bytes}. */
    static RawKey copyOf(String algorithm, byte[] bytes) {
        return new RawKey(algorithm, bytes.clone());
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("the key was destroyed");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "RawKey[" + algorithm + "]";
    }
}
