package io.ebsnap.crypto;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes that are zeroed when it is closed, and never printed. After that every use fails. Safe for use by several threads; a
 * close waits for uses under way.
 */
public final class DestroyableSecret implements AutoCloseable {

    @GuardedBy("this")
    private final byte[] bytes;

    @GuardedBy("this")
    private boolean closed;

    private DestroyableSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A secret of a copy of {@code bytes}, which stay the caller's to zero. */
    public static DestroyableSecret copyOf(byte[] bytes) {
        return new DestroyableSecret(bytes.clone());
    }

    /** A secret that takes {@code bytes} over: nobody else may keep them, and it zeroes them. */
    public static DestroyableSecret owning(byte[] bytes) {
        return new DestroyableSecret(bytes);
    }

    /** A new random secret. */
    public static DestroyableSecret random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return new DestroyableSecret(bytes);
    }

    /**
     * Lends the bytes to {@code use}, which must neither change nor keep them.
     *
     * @return what {@code use} returns
     */
    public synchronized <T> T reveal(Function<byte[], T> use) {
        requireOpen();
        return use.apply(bytes);
    }

    /** Length in bytes. */
    public synchronized int length() {
        requireOpen();
        return bytes.length;
    }

    /** Whether another secret holds the same bytes; the time that it takes tells nothing of them. */
    public boolean matches(DestroyableSecret other) {
        byte[] theirs = other.reveal(byte[]::clone);
        try {
            return reveal(ours -> ConstantTime.equal(ours, theirs));
        } finally {
            Arrays.fill(theirs, (byte) 0);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Says nothing of the bytes. */
    @Override
    public String toString() {
        return "DestroyableSecret";
    }

    @GuardedBy("this")
    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the secret was destroyed");
        }
    }
}
