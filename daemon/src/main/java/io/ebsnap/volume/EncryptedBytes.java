package io.ebsnap.volume;

import io.ebsnap.crypto.DestroyableSecret;
import io.ebsnap.crypto.XtsCipher;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Bytes that lie encrypted in others: {@code docs/format/encrypted-target.md}. Offsets and lengths are of any alignment; what lies below is read in
 * units of 4096 bytes and written in sectors of 512. Safe for use by several threads on ranges that share no unit for writing; a read beside a
 * write of the same sector has what was there before or after.
 */
final class EncryptedBytes implements AutoCloseable {

    /** What is zeros in the volume where it is zeros below, and is written as a whole. */
    static final int SECTOR = 512;

    private static final int UNIT = Units.UNIT;
    private static final byte[] ZEROS = new byte[SECTOR];
    private static final int ALL_SECTORS = (1 << (UNIT / SECTOR)) - 1;

    private final Raw raw;
    private final LongSupplier sizeBytes;
    private final DestroyableSecret key;
    private final TargetCiphering ciphering;
    private final RangeLocks locks = new RangeLocks();

    /**
     * Encrypted bytes.
     *
     * @param raw what lies below
     * @param sizeBytes of it: a multiple of a sector
     * @param key of {@link XtsCipher#KEY_BYTES} bytes; destroyed with this
     */
    EncryptedBytes(Raw raw, LongSupplier sizeBytes, DestroyableSecret key, TargetCiphering ciphering) {
        this.raw = raw;
        this.sizeBytes = sizeBytes;
        this.key = key;
        this.ciphering = ciphering;
    }

    /** What lies below; buffers are direct and aligned. */
    interface Raw {
        /** Reads until the buffer is full. */
        void read(long offset, ByteBuffer target);

        /** Writes all remaining bytes. */
        void write(long offset, ByteBuffer source);
    }

    /** Makes a range below zeros. */
    @FunctionalInterface
    interface RawZeros {
        void zeroOut(long offset, long length);
    }

    /** Reads if the bytes are in memory. */
    @FunctionalInterface
    interface RawNow {
        boolean read(long offset, ByteBuffer target);
    }

    /** Reads until the buffer is full. */
    void read(long offset, ByteBuffer target) {
        try (CipherPieces.Piece piece = ciphering.pieces().take()) {
            while (target.hasRemaining()) {
                Extent extent = extent(offset, target.remaining());
                locks.read(offset, extent.length(), () -> {
                    raw.read(extent.from(), piece.direct(extent.bytes()));
                    return true;
                });
                decrypt(extent, piece);
                target.put(piece.array(), extent.before(), extent.length());
                offset += extent.length();
            }
        }
    }

    /** Reads if the bytes are in memory; the position of {@code target} stays where it is if not. */
    boolean readNow(long offset, ByteBuffer target, RawNow now) {
        int before = target.position();
        try (CipherPieces.Piece piece = ciphering.pieces().take()) {
            while (target.hasRemaining()) {
                Extent extent = extent(offset, target.remaining());
                boolean read = locks.readNow(
                        offset, extent.length(), () -> now.read(extent.from(), piece.direct(extent.bytes())));
                if (!read) {
                    target.position(before);
                    return false;
                }
                decrypt(extent, piece);
                target.put(piece.array(), extent.before(), extent.length());
                offset += extent.length();
            }
            return true;
        }
    }

    /** Writes all remaining bytes; the sectors that they touch, and no others. */
    void write(long offset, ByteBuffer source) {
        try (CipherPieces.Piece piece = ciphering.pieces().take()) {
            while (source.hasRemaining()) {
                Extent extent = extent(offset, source.remaining());
                long at = offset;
                locks.change(offset, extent.length(), () -> writePiece(at, extent, source, piece));
                offset += extent.length();
            }
        }
    }

    /** Makes a range zeros that is not of whole sectors. */
    void writeZeros(long offset, long length) {
        if (length > 0) {
            write(offset, ByteBuffer.allocateDirect(Math.toIntExact(length)));
        }
    }

    /** Makes a range zeros: whole sectors by {@code whole}, which changes what lies below, and parts of others by writing them. */
    void zeroOut(long offset, long length, RawZeros whole) {
        long from = Math.ceilDiv(offset, SECTOR) * SECTOR;
        long to = (offset + length) / SECTOR * SECTOR;
        if (from >= to) {
            writeZeros(offset, length);
            return;
        }
        changeRaw(from, to - from, () -> whole.zeroOut(from, to - from));
        writeZeros(offset, from - offset);
        writeZeros(to, offset + length - to);
    }

    /** Changes what lies below, while nobody reads it. */
    void changeRaw(long offset, long length, Runnable change) {
        locks.change(offset, length, change);
    }

    private void writePiece(long offset, Extent extent, ByteBuffer source, CipherPieces.Piece piece) {
        long end = offset + extent.length();
        long first = offset / SECTOR * SECTOR;
        long last = Math.ceilDiv(end, SECTOR) * SECTOR;
        if (first != offset || last != end) {
            raw.read(extent.from(), piece.direct(extent.bytes()));
            decrypt(extent, piece);
        }
        source.get(piece.array(), extent.before(), extent.length());
        encrypt(extent, piece.array());
        int skipped = (int) (first - extent.from());
        int length = (int) (last - first);
        requireNoHole(first, new ArraySlice(piece.array(), skipped, length));
        raw.write(
                first,
                piece.direct(length).put(0, piece.array(), skipped, length).position(0));
    }

    /**
     * A part of a range that lies in one piece, and the whole units around it.
     *
     * @param from where the first of these begins
     * @param bytes of them
     * @param before bytes of the first one before the range
     * @param length of the part of the range
     */
    private record Extent(long from, int bytes, int before, int length) {}

    private Extent extent(long offset, int length) {
        long endOfPiece = offset - offset % CipherPieces.BYTES + CipherPieces.BYTES;
        long end = Math.min(offset + length, endOfPiece);
        long from = offset - offset % UNIT;
        long to = Math.min(Math.ceilDiv(end, UNIT) * UNIT, sizeBytes.getAsLong());
        return new Extent(from, (int) (to - from), (int) (offset - from), (int) (end - offset));
    }

    private void encrypt(Extent extent, byte[] data) {
        try (XtsCipher.Units units = ciphering.xts().encrypting(key)) {
            for (int at = 0; at < extent.bytes(); at += UNIT) {
                int length = Math.min(UNIT, extent.bytes() - at);
                units.apply((extent.from() + at) / UNIT, new ArraySlice(data, at, length));
            }
        }
    }

    /** Decrypts what was read into a piece's buffer, into its array. */
    private void decrypt(Extent extent, CipherPieces.Piece piece) {
        byte[] data = piece.array();
        piece.direct(extent.bytes()).get(0, data, 0, extent.bytes());
        try (XtsCipher.Units units = ciphering.xts().decrypting(key)) {
            for (int at = 0; at < extent.bytes(); at += UNIT) {
                int length = Math.min(UNIT, extent.bytes() - at);
                int holes = holes(data, at, length);
                if (holes != ALL_SECTORS) {
                    units.apply((extent.from() + at) / UNIT, new ArraySlice(data, at, length));
                    clear(holes, data, at, length);
                }
            }
        }
    }

    /** One bit for each sector of a unit that is zeros, or lies beyond its end. */
    private static int holes(byte[] data, int unit, int length) {
        int holes = ALL_SECTORS;
        for (int at = 0; at < length; at += SECTOR) {
            if (!isZero(data, unit + at)) {
                holes &= ~(1 << (at / SECTOR));
            }
        }
        return holes;
    }

    private static void clear(int holes, byte[] data, int unit, int length) {
        for (int at = 0; at < length; at += SECTOR) {
            if ((holes & (1 << (at / SECTOR))) != 0) {
                Arrays.fill(data, unit + at, unit + at + SECTOR, (byte) 0);
            }
        }
    }

    private static boolean isZero(byte[] data, int sector) {
        return data[sector] == 0 && Arrays.equals(data, sector, sector + SECTOR, ZEROS, 0, SECTOR);
    }

    /** It would be read as zeros. */
    private static void requireNoHole(long offset, ArraySlice sectors) {
        for (int at = 0; at < sectors.length(); at += SECTOR) {
            if (isZero(sectors.array(), sectors.offset() + at)) {
                throw new Failure.Internal(
                        "the sector at offset " + (offset + at) + " would be encrypted to zeros", null);
            }
        }
    }

    /** Destroys the key. */
    @Override
    public void close() {
        key.close();
    }

    /** The same key, once more. */
    DestroyableSecret keyAgain() {
        return key.reveal(DestroyableSecret::copyOf);
    }
}
