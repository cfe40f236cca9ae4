package io.ebsnap.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.crypto.AeadCipher;
import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.DomainId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagFilesTest {

    private static final AeadCipher CIPHER = AeadCiphers.fastest();
    private static final DomainId DOMAIN = DomainId.parse("0f".repeat(16));
    private static final TrackedSnapshot SNAPSHOT = new TrackedSnapshot(
            "vol-0123456789abcdef0",
            "snap-0123456789abcdef0",
            DOMAIN,
            20_000L * VolumeGeometry.BLOCK_BYTES,
            7,
            Optional.of(ChunkId.of(new byte[32])));

    @TempDir
    private Path directory = Path.of("/");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyTagComesBackAndNoOther(long seed) {
        Random random = new Random(seed);
        SortedMap<Long, byte[]> tags = new TreeMap<>();
        for (int i = 0; i < 3000; i++) {
            byte[] tag = new byte[16];
            random.nextBytes(tag);
            tags.put((long) random.nextInt(i % 2 == 0 ? 1000 : 20_000), tag);
        }
        write(tags);
        try (TagReader reader = store().open(SNAPSHOT)) {
            for (long block = 0; block < 20_000; block += 1 + random.nextInt(3)) {
                byte[] expected = tags.get(block);
                assertThat(reader.tag(block)).isEqualTo(expected);
                assertThat(reader.tag(block)).isEqualTo(expected);
            }
            assertThat(reader.doubt()).isEmpty();
        }
    }

    @Test
    void snapshotOfNothingButHolesHasAWholeFileWithoutTags() {
        write(new TreeMap<>());
        try (TagReader reader = store().open(SNAPSHOT)) {
            assertThat(reader.tag(0)).isNull();
            assertThat(reader.tag(19_999)).isNull();
            assertThat(reader.doubt()).isEmpty();
        }
    }

    @Test
    void fileThatWasNotFinishedIsRemoved() {
        try (TagWriter writer = store().begin(SNAPSHOT).orElseThrow()) {
            writer.put(3, new byte[16]);
        }
        assertThatThrownBy(() -> store().open(SNAPSHOT)).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void tagsStandNowhereInTheFile() throws Exception {
        byte[] tag = "sixteen bytes it".getBytes(StandardCharsets.US_ASCII);
        TreeMap<Long, byte[]> tags = new TreeMap<>();
        tags.put(3L, tag);
        write(tags);
        try (var files = Files.list(directory)) {
            byte[] file = Files.readAllBytes(files.findFirst().orElseThrow());
            assertThat(new String(file, StandardCharsets.ISO_8859_1)).doesNotContain("sixteen bytes it");
        }
    }

    @Test
    void tagsDependOnVolumeBlockLengthAndEveryByte() {
        byte[] content = new byte[VolumeGeometry.BLOCK_BYTES];
        byte[] tag = tag(SNAPSHOT, 5, content);
        assertThat(tag(SNAPSHOT, 5, content)).isEqualTo(tag);
        assertThat(tag(SNAPSHOT, 6, content)).isNotEqualTo(tag);
        assertThat(tag(SNAPSHOT, 5, new byte[4096])).isNotEqualTo(tag);
        TrackedSnapshot other = new TrackedSnapshot("vol-1", "snap-1", DOMAIN, 1, 0, Optional.empty());
        assertThat(tag(other, 5, content)).isNotEqualTo(tag);
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            byte[] changed = content.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(tag(SNAPSHOT, 5, changed)).isNotEqualTo(tag);
        }
    }

    private byte[] tag(TrackedSnapshot of, long block, byte[] content) {
        try (BlockTagger tagger = store().tagger(of)) {
            return tagger.tag(block, ArraySlice.of(content));
        }
    }

    private void write(SortedMap<Long, byte[]> tags) {
        try (TagWriter writer = store().begin(SNAPSHOT).orElseThrow()) {
            tags.forEach(writer::put);
            writer.finish(SNAPSHOT.root());
        }
    }

    private TagStore store() {
        return new TagStore(directory, domain -> DomainKeys.derive(domain, new byte[32]), CIPHER, new SecureRandom());
    }
}
