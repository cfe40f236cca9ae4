package io.ebsnap.benchmarks;

import io.ebsnap.geometry.VolumeGeometry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Kinds of blocks that a bench runs on. */
public enum Content {
    /** What compression gains nothing on. */
    RANDOM {
        @Override
        byte[] block() {
            byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
            new Random(42).nextBytes(block);
            return block;
        }
    },
    /** Machine code and tables of the running JVM: an ordinary block of a system disk. */
    PROGRAM {
        @Override
        byte[] block() {
            Path jvm = Path.of(System.getProperty("java.home"), "lib", "server", "libjvm.so");
            try (InputStream in = Files.newInputStream(jvm)) {
                in.skipNBytes(8L * VolumeGeometry.BLOCK_BYTES);
                return in.readNBytes(VolumeGeometry.BLOCK_BYTES);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** Half of it the same byte. */
    HALF_EMPTY {
        @Override
        byte[] block() {
            byte[] block = RANDOM.block();
            Arrays.fill(block, 0, block.length / 2, (byte) 0);
            return block;
        }
    };

    /** 512 KiB, the caller's. */
    abstract byte[] block();
}
