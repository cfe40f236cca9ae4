package io.ebsnap.crypto;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.ebsnap.geometry.ArraySlice;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * An HMAC-SHA-256 key. Safe for use by several threads: each computation starts from a clone of an initialised {@link Mac}. The bytes
 * are zeroed when it is closed; after that every call fails.
 *
 * <p>{@link #expand} is HKDF-Expand of RFC 5869 for one block of output, which is all that ebsnap derives.
 */
final class HmacKey implements AutoCloseable {

    /** Length of a mac and of what {@link #expand} gives, in bytes. */
    static final int MAC_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    @GuardedBy("this")
    private final Mac initialised;

    @GuardedBy("this")
    private boolean closed;

    private HmacKey(Mac initialised) {
        this.initialised = initialised;
    }

    /** A key of a copy of {@code bytes}, of any length but none. */
    static HmacKey of(byte[] bytes) {
        RawKey key = RawKey.copyOf(ALGORITHM, bytes);
        try {
            Mac mac = Mac.getInstance(ALGORITHM, "SunJCE");
            mac.init(key);
            return new HmacKey(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        } finally {
            key.destroy();
        }
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

    /** Initialising it again with zeros is what overwrites the key within the Mac. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            initialised.init(RawKey.copyOf(ALGORITHM, new byte[MAC_BYTES]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot forget an " + ALGORITHM + " key", e);
        }
    }

    private synchronized Mac fresh() {
        if (closed) {
            throw new IllegalStateException("the key was destroyed");
        }
        try {
            return (Mac) initialised.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this Java runtime cannot clone " + ALGORITHM, e);
        }
    }
}
