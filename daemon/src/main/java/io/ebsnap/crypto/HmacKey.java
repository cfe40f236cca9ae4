package io.ebsnap.crypto;

import io.ebsnap.geometry.ArraySlice;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * An HMAC-SHA-256 key. Safe for use by several threads: each computation starts from a clone of an initialised {@link Mac}. The bytes
 * are zeroed when it is closed; after that every call fails.
 *
 * <p>{@link #expand} is HKDF-Expand of RFC 5869 for one block of output, which is all that ebsnap derives.
 */
final class HmacKey implements AutoCloseable {

    private static final String ALGORITHM = "HmacSHA256";

    private final RawKey key;
    private final Mac initialised;
    private volatile boolean closed;

    private HmacKey(RawKey key) {
        this.key = key;
        try {
            this.initialised = Mac.getInstance(ALGORITHM, "SunJCE");
            this.initialised.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    /** A key of a copy of {@code bytes}. */
    static HmacKey of(byte[] bytes) {
        return new HmacKey(new RawKey(bytes.clone()));
    }

    byte[] mac(ArraySlice message) {
        Mac mac = fresh();
        mac.update(message.array(), message.offset(), message.length());
        return mac.doFinal();
    }

    /** 32 bytes of HKDF-Expand with this key and {@code info}. */
    byte[] expand(byte[] info) {
        Mac mac = fresh();
        mac.update(info);
        mac.update((byte) 1);
        return mac.doFinal();
    }

    @Override
    public void close() {
        closed = true;
        key.destroy();
    }

    private Mac fresh() {
        if (closed) {
            throw new IllegalStateException("the key was destroyed");
        }
        try {
            return (Mac) initialised.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime cannot clone " + ALGORITHM, e);
        }
    }

    /** Key bytes that can be zeroed. */
    private static final class RawKey implements SecretKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] bytes;

        RawKey(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String getAlgorithm() {
            return ALGORITHM;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }

        @Override
        public void destroy() {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
