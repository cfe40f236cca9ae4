package io.ebsnap.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.crypto.XtsCipher;
import io.ebsnap.geometry.ArraySlice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EncryptedTargetTest {

    private static final int SIZE = 3 * Units.BLOCK + 512;
    private static final byte[] TEXT =
            "known text, and none of it below. ".repeat(200).getBytes(StandardCharsets.US_ASCII);

    private final SimulatedFile file = new SimulatedFile(new byte[SIZE]);
    private final VolumeTarget target = EncryptedFixture.over(new SimulatedTarget(file, true));

    @Nested
    final class AsATarget implements VolumeTargetContract {
        @Override
        public VolumeTarget open() {
            return EncryptedFixture.over(
                    new SimulatedTarget(new SimulatedFile(new byte[VolumeTargetContract.SIZE]), true));
        }
    }

    private void write(long offset, byte[] bytes) {
        target.write(offset, DataPlaneContract.direct(bytes));
    }

    private byte[] read(long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(length);
        target.read(offset, buffer);
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** What another program would make of the file: each unit decrypted by itself. */
    @Test
    void unitsLieBelowAsTheFormatSays() {
        byte[] content = new byte[SIZE];
        new Random(1).nextBytes(content);
        write(0, content);
        byte[] below = file.read(0, SIZE);
        try (XtsCipher.Units units = EncryptedFixture.CIPHERING.xts().decrypting(EncryptedFixture.key())) {
            for (int at = 0; at < SIZE; at += 4096) {
                units.apply(at / 4096, new ArraySlice(below, at, Math.min(4096, SIZE - at)));
            }
        }
        assertThat(below).isEqualTo(content);
    }

    @Test
    void nothingOfATextIsBelow() {
        write(1000, TEXT);
        String below = new String(file.read(0, SIZE), StandardCharsets.ISO_8859_1);
        for (int at = 0; at + 16 <= TEXT.length; at += 7) {
            assertThat(below).doesNotContain(new String(TEXT, at, 16, StandardCharsets.ISO_8859_1));
        }
        assertThat(read(1000, TEXT.length)).isEqualTo(TEXT);
    }

    /** So a write that is torn between sectors loses nothing of what lay beside it. */
    @Test
    void sectorsThatAWriteDoesNotTouchStayAsTheyAreBelow() {
        byte[] content = new byte[8192];
        new Random(2).nextBytes(content);
        write(0, content);
        byte[] before = file.read(0, 8192);
        write(4096 + 512, new byte[512]);
        write(100, new byte[] {1, 2, 3});
        byte[] after = file.read(0, 8192);
        assertThat(Arrays.equals(before, 0, 512, after, 0, 512)).isFalse();
        assertThat(Arrays.copyOfRange(after, 512, 4608)).isEqualTo(Arrays.copyOfRange(before, 512, 4608));
        assertThat(Arrays.copyOfRange(after, 5120, 8192)).isEqualTo(Arrays.copyOfRange(before, 5120, 8192));
    }

    @Test
    void partOfAHoleThatIsNotWrittenStaysAHole() {
        write(4096 + 512, new byte[] {9});
        byte[] below = file.read(0, 12_288);
        assertThat(Arrays.copyOf(below, 4096 + 512)).isEqualTo(new byte[4096 + 512]);
        assertThat(Arrays.copyOfRange(below, 5120, 12_288)).isEqualTo(new byte[12_288 - 5120]);
        byte[] expected = new byte[12_288];
        expected[4096 + 512] = 9;
        assertThat(read(0, 12_288)).isEqualTo(expected);
    }

    /** Zeros that were written are no hole, which only tells that nobody wrote. */
    @Test
    void zerosThatAreWrittenAreEncrypted() {
        write(4096, new byte[4096]);
        assertThat(file.read(4096, 4096)).isNotEqualTo(new byte[4096]);
        assertThat(read(4096, 4096)).isEqualTo(new byte[4096]);
    }

    @Test
    void anotherTargetAlikeHasTheSameKeyAndOutlivesTheFirst() {
        byte[] content = new byte[4096];
        new Random(3).nextBytes(content);
        write(8192, content);
        SimulatedFile other = new SimulatedFile(new byte[SIZE]);
        VolumeTarget alike = target.alike(new SimulatedTarget(other, true));
        target.close();
        alike.write(8192, DataPlaneContract.direct(content));
        assertThat(other.read(0, SIZE)).isEqualTo(file.read(0, SIZE));
    }

    @Test
    void closedTargetHasNoKey() {
        target.close();
        assertThatIllegalStateException().isThrownBy(() -> read(0, 512));
    }

    @Test
    void targetsAreOfWholeSectors() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptedFixture.over(new SimulatedTarget(new SimulatedFile(new byte[700]), true)));
    }

    @Test
    void kernelIsNotLedToIt() {
        assertThat(target.directObstacle()).contains("its target is encrypted");
    }

    /** Half of one ciphertext and half of another would be neither. */
    @Test
    void readBesideWritesOfTheSameSectorsIsOneOfThem() throws InterruptedException {
        EncryptedBytes bytes =
                new EncryptedBytes(new Tearing(), () -> SIZE, EncryptedFixture.key(), EncryptedFixture.CIPHERING);
        bytes.write(0, DataPlaneContract.direct(filled(1)));
        AtomicBoolean ended = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 200; i++) {
                bytes.write(0, DataPlaneContract.direct(filled(1 + i % 2)));
            }
            ended.set(true);
        });
        while (!ended.get()) {
            ByteBuffer seen = ByteBuffer.allocateDirect(512);
            bytes.read(0, seen);
            assertThat(seen.get(0)).isIn((byte) 1, (byte) 2);
            for (int i = 1; i < 512; i++) {
                assertThat(seen.get(i)).isEqualTo(seen.get(0));
            }
        }
        writer.join();
    }

    /** What lies below, as a page cache may show it: a write is seen piece by piece. */
    private static final class Tearing implements EncryptedBytes.Raw {
        private final SimulatedFile below = new SimulatedFile(new byte[SIZE]);

        @Override
        public void read(long offset, ByteBuffer into) {
            into.put(below.read(offset, into.remaining()));
        }

        @Override
        public void write(long offset, ByteBuffer source) {
            byte[] piece = new byte[64];
            while (source.hasRemaining()) {
                source.get(piece);
                below.write(offset, piece);
                offset += piece.length;
            }
        }
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[4096];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
