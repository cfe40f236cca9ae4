package io.ebsnap.volume;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.device.BlockTarget;
import io.ebsnap.geometry.VolumeGeometry;
import java.nio.ByteBuffer;

/** What a restore writes, encrypted as the targets of volumes are that will have its bytes. Safe for use as a block target is. */
final class EncryptedImage implements BlockTarget {

    private final BlockTarget raw;
    private final EncryptedBytes bytes;

    /**
     * An encrypted image.
     *
     * @param raw of whole sectors; closed with this
     * @param key destroyed with this
     */
    EncryptedImage(BlockTarget raw, DestroyableSecret key, TargetCiphering ciphering) {
        this.raw = raw;
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
                () -> raw.geometry().sizeBytes(),
                key,
                ciphering);
    }

    @Override
    public String name() {
        return raw.name();
    }

    @Override
    public VolumeGeometry geometry() {
        return raw.geometry();
    }

    @Override
    public boolean knownZeros(long offset, long length) {
        return raw.knownZeros(offset, length);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        bytes.read(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        bytes.write(offset, source);
    }

    /** What is not whole sectors is written. */
    @Override
    public void writeZeroes(long offset, long length) {
        bytes.zeroOut(offset, length, raw::writeZeroes);
    }

    @Override
    public void flush() {
        raw.flush();
    }

    @Override
    public void close() {
        try (BlockTarget _ = raw) {
            bytes.close();
        }
    }
}
