package io.ebsnap.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.PackId;
import io.ebsnap.identity.StoreId;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IndexValuesTest {

    private static final PackId PACK = PackId.parse("ab".repeat(16));

    @Test
    void valuesComeBackAsTheyWere() {
        IndexChunk chunk = new IndexChunk(PACK, 64, 524_376);
        assertThat(IndexChunk.decode(chunk.encode())).isEqualTo(chunk);
        DomainId domain = DomainId.parse("0f".repeat(16));
        IndexPack pack = new IndexPack(true, ChunkKind.PAGE, domain, 4096, 1L << 40);
        assertThat(IndexPack.decode(pack.encode())).isEqualTo(pack);
        IndexFormat format = new IndexFormat(StoreId.parse("cd".repeat(16)));
        assertThat(IndexFormat.decode(format.encode())).isEqualTo(format);
        byte[] object = {1, 2, 3};
        IndexRecord record = IndexRecord.decode(new IndexRecord(7, ArraySlice.of(object)).encode());
        assertThat(record.sequence()).isEqualTo(7);
        assertThat(record.object().length()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyBytesAreAValueOrAFailure(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            decodes(IndexChunk::decode, bytes);
            decodes(IndexPack::decode, bytes);
            decodes(IndexFormat::decode, bytes);
            decodes(IndexRecord::decode, bytes);
            decodes(StoreIdentity::decode, bytes);
            decodes(CatalogEnvelope::decode, bytes);
        }
    }

    private static void decodes(Function<byte[], Object> decoder, byte[] bytes) {
        try {
            assertThat(decoder.apply(bytes)).isNotNull();
        } catch (Failure.Corrupt | Failure.TooNew | Failure.TooOld e) {
            assertThat(e).hasMessageContaining(" ");
        }
    }
}
