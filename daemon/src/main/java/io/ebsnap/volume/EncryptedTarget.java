package io.ebsnap.volume;

import io.ebsnap.crypto.DestroyableSecret;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A target whose bytes lie encrypted in another one: {@code docs/format/encrypted-target.md}. What is a hole there is zeros. The only place that knows the
 * volume's key. Safe for use as a target is.
 */
final class EncryptedTarget implements VolumeTarget {

    private static final int SECTOR = EncryptedBytes.SECTOR;

    private final VolumeTarget raw;
    private final EncryptedBytes bytes;
    private final TargetCiphering ciphering;

    /**
     * An encrypted target.
     *
     * @param raw of whole sectors; closed with this
     * @param key destroyed with this
     */
    EncryptedTarget(VolumeTarget raw, DestroyableSecret key, TargetCiphering ciphering) {
        requireSectors(raw.name(), raw.sizeBytes());
        this.raw = raw;
        this.ciphering = ciphering;
        this.bytes = new EncryptedBytes(
                new EncryptedBytes.Raw() {
                    @Override
                    public void read(long offset, ByteBuffer target) {
                        raw.read(offset, target);
                    }

                    @Override
                    public void write(long offset, ByteBuffer source) {
                        raw.write(offset, source);
                    }
                },
                raw::sizeBytes,
                key,
                ciphering);
    }

    private static void requireSectors(String name, long sizeBytes) {
        if (sizeBytes % SECTOR != 0) {
            throw new IllegalArgumentException(name + " has " + sizeBytes + " bytes, which are no whole sectors");
        }
    }

    @Override
    public VolumeTarget alike(VolumeTarget other) {
        return new EncryptedTarget(other, bytes.keyAgain(), ciphering);
    }

    @Override
    public String name() {
        return raw.name();
    }

    @Override
    public long sizeBytes() {
        return raw.sizeBytes();
    }

    @Override
    public boolean startsAsZeros() {
        return raw.startsAsZeros();
    }

    @Override
    public boolean readNow(long offset, ByteBuffer target) {
        return bytes.readNow(offset, target, raw::readNow);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        bytes.read(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        bytes.write(offset, source);
    }

    /** Of whole sectors; parts of others are written. */
    @Override
    public boolean punchHole(long offset, long length) {
        long from = Math.ceilDiv(offset, SECTOR) * SECTOR;
        long to = (offset + length) / SECTOR * SECTOR;
        if (from >= to) {
            return false;
        }
        AtomicBoolean punched = new AtomicBoolean();
        bytes.changeRaw(from, to - from, () -> punched.set(raw.punchHole(from, to - from)));
        if (punched.get()) {
            bytes.writeZeros(offset, from - offset);
            bytes.writeZeros(to, offset + length - to);
        }
        return punched.get();
    }

    @Override
    public void zeroOut(long offset, long length) {
        bytes.zeroOut(offset, length, raw::zeroOut);
    }

    @Override
    public long nextData(long offset) {
        return raw.nextData(offset);
    }

    @Override
    public long nextHole(long offset) {
        return raw.nextHole(offset);
    }

    @Override
    public void sync() {
        raw.sync();
    }

    @Override
    public void grow(long sizeBytes) {
        requireSectors(raw.name(), sizeBytes);
        raw.grow(sizeBytes);
    }

    @Override
    public Optional<String> directObstacle() {
        return Optional.of("its target is encrypted");
    }

    @Override
    public DirectTarget direct() {
        return raw.direct();
    }

    @Override
    public void release() {
        raw.release();
    }

    @Override
    public void claim() {
        raw.claim();
    }

    @Override
    public void close() {
        try (VolumeTarget _ = raw) {
            bytes.close();
        }
    }
}
