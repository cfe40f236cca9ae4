package io.ebsnap.acceptance;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** An image file whose content changes as a seed says: random, compressible, repeated and empty blocks. */
final class TestImage {

    private static final int PIECE = 128 * 1024;

    private final Path file;
    private final long sizeBytes;
    private final RandomGenerator random;

    /** A new image, all zeros. */
    TestImage(Path file, long sizeBytes, RandomGenerator random) {
        this.file = file;
        this.sizeBytes = sizeBytes;
        this.random = random;
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            image.setLength(sizeBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is there already. */
    static TestImage existing(Path file, RandomGenerator random) throws IOException {
        return new TestImage(file, Files.size(file), random);
    }

    Path file() {
        return file;
    }

    /** Writes {@code pieces} pieces of 128 KiB at random places. */
    void change(int pieces) {
        try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
            for (int i = 0; i < pieces; i++) {
                long offset = random.nextLong(Math.max(1, sizeBytes - PIECE));
                image.seek(offset);
                image.write(piece(), 0, (int) Math.min(PIECE, sizeBytes - offset));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] piece() {
        byte[] piece = new byte[PIECE];
        switch (random.nextInt(4)) {
            case 0 -> {} // zeros
            case 1 -> Arrays.fill(piece, (byte) random.nextInt(3));
            case 2 -> fillWithText(piece);
            default -> random.nextBytes(piece);
        }
        return piece;
    }

    private void fillWithText(byte[] piece) {
        for (int i = 0; i < piece.length; i++) {
            piece[i] = (byte) ('a' + random.nextInt(6));
        }
    }

    /** SHA-256 of the whole content, in hexadecimal digits. */
    String digest() {
        return digest(file);
    }

    /** SHA-256 of a file's content. */
    static String digest(Path file) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (var in = Files.newInputStream(file)) {
                byte[] buffer = new byte[1 << 20];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
