package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of the journals of uploads. The golden ones were not made by this program; what stands for sealed bytes in them is in the clear. */
class UploadPartTest {

    private static final DomainId DOMAIN = DomainId.parse("000102030405060708090a0b0c0d0e0f");
    private static final int TAG_BYTES = 16;

    private static final UploadPart BLOCKS = new UploadPart.Blocks(
            List.of(
                    new UploadedBlock(7, Optional.of(id(0x11)), id(0x22)),
                    new UploadedBlock(134_217_727, Optional.empty(), id(0x33))),
            1,
            123_456);
    private static final UploadPart CHECKPOINT =
            new UploadPart.Checkpoint(3L << 30, 9, 987_654, Optional.of(id(0x44)), Optional.empty());

    @Test
    void goldenBlocksOfVersionOneReadAndWrite() throws IOException {
        requireGolden("upload-blocks-v1", BLOCKS);
    }

    @Test
    void goldenCheckpointOfVersionOneReadsAndWrites() throws IOException {
        requireGolden("upload-checkpoint-v1", CHECKPOINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload-blocks-v1", "upload-checkpoint-v1"})
    void anyFlippedBitOfAnObjectIsFound(String file) throws IOException {
        byte[] whole = golden(file);
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> UploadEnvelope.decode(flipped)).isInstanceOf(Failure.class);
        }
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> UploadEnvelope.decode(cut)).isInstanceOf(Failure.Corrupt.class);
        }
    }

    @Test
    void newerVersionIsTooNew() throws IOException {
        byte[] newer = golden("upload-blocks-v1");
        newer[9] = 2;
        assertThatThrownBy(() -> UploadEnvelope.decode(newer)).isInstanceOf(Failure.TooNew.class);
    }

    @Test
    void partThatIsNotAsItsTableSaysIsCorrupt() {
        for (UploadPart part : List.of(BLOCKS, CHECKPOINT)) {
            byte[] whole = part.encode();
            assertThatThrownBy(() -> UploadPart.decode(part.kind(), Arrays.copyOf(whole, whole.length - 1)))
                    .isInstanceOf(Failure.Corrupt.class);
            assertThatThrownBy(() -> UploadPart.decode(part.kind(), Arrays.copyOf(whole, whole.length + 1)))
                    .isInstanceOf(Failure.Corrupt.class);
            assertThatThrownBy(() -> UploadPart.decode(part.kind(), new byte[0]))
                    .isInstanceOf(Failure.Corrupt.class);
        }
        byte[] neither = BLOCKS.encode();
        neither[16 + Long.BYTES] = 2;
        assertThatThrownBy(() -> UploadPart.decode(UploadPart.Kind.BLOCKS, neither))
                .isInstanceOf(Failure.Corrupt.class);
        byte[] negative = BLOCKS.encode();
        negative[16] = -1;
        assertThatThrownBy(() -> UploadPart.decode(UploadPart.Kind.BLOCKS, negative))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void longestPartFits() {
        UploadPart longest = new UploadPart.Blocks(
                Collections.nCopies(UploadPart.BLOCKS_MAX, new UploadedBlock(1, Optional.of(id(1)), id(2))), 0, 0);
        byte[] body = Arrays.copyOf(longest.encode(), UploadPart.BYTES_MAX + TAG_BYTES);
        assertThat(longest.encode()).hasSize(UploadPart.BYTES_MAX);
        byte[] object =
                UploadEnvelope.of(longest.kind(), DOMAIN, new byte[12], body).bytes();
        assertThat(object).hasSize(UploadEnvelope.BYTES_MAX);
        assertThat(UploadEnvelope.decode(object).kind()).isEqualTo(UploadPart.Kind.BLOCKS);
    }

    private static void requireGolden(String file, UploadPart part) throws IOException {
        UploadEnvelope found = UploadEnvelope.decode(golden(file));
        assertThat(found.kind()).isEqualTo(part.kind());
        assertThat(found.domain()).isEqualTo(DOMAIN);
        assertThat(found.nonce()[0]).isEqualTo((byte) 50);
        ArraySlice body = found.body();
        byte[] plain = Arrays.copyOfRange(body.array(), body.offset(), body.offset() + body.length() - TAG_BYTES);
        assertThat(UploadPart.decode(part.kind(), plain)).isEqualTo(part);
        assertThat(part.encode()).isEqualTo(plain);
        byte[] sealed = Arrays.copyOfRange(body.array(), body.offset(), body.offset() + body.length());
        assertThat(UploadEnvelope.of(part.kind(), DOMAIN, found.nonce(), sealed).bytes())
                .isEqualTo(golden(file));
    }

    private static byte[] golden(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(UploadPartTest.class.getResourceAsStream("/golden/" + file), file)) {
            return in.readAllBytes();
        }
    }

    private static ChunkId id(int value) {
        byte[] bytes = new byte[ChunkId.BYTES];
        Arrays.fill(bytes, (byte) value);
        return ChunkId.of(bytes);
    }
}
