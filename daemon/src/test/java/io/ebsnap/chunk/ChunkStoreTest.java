package io.ebsnap.chunk;

import static io.ebsnap.chunk.ChunkStoreFixture.DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.LOCKED_DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.OTHER_DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.content;
import static io.ebsnap.chunk.ChunkStoreFixture.get;
import static io.ebsnap.chunk.ChunkStoreFixture.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkStoreTest {

    private static final int SMALL = 3000;

    private final ChunkStoreFixture fixture = new ChunkStoreFixture(1);
    private final ChunkStore store = fixture.open();

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 4096, 524_287, 524_288})
    void readsWhatWasWritten(int length) {
        byte[] content = content(length, length);
        ChunkId id;
        try (ChunkWriter writer = store.openWriter(DOMAIN, 1)) {
            id = put(writer, content);
            writer.flush();
        }
        assertThat(get(store, id)).isEqualTo(content);
    }

    @Test
    void storesEqualContentOnceWithinAWriterAndAcrossWriters() {
        byte[] content = content(1, SMALL);
        try (ChunkWriter first = store.openWriter(DOMAIN, 2);
                ChunkWriter second = store.openWriter(DOMAIN, 1)) {
            assertThat(append(first, content)).isPositive();
            assertThat(append(first, content)).isZero();
            first.flush();
            assertThat(append(first, content)).isZero();
            assertThat(append(second, content)).isZero();
            second.flush();
        }
        assertThat(fixture.packCount()).isEqualTo(1);
    }

    @Test
    void storesEqualContentsThatArePreparedAtOnceOnce() {
        byte[] content = content(1, SMALL);
        try (ChunkWriter writer = store.openWriter(DOMAIN, 2);
                PreparedChunk first = writer.prepare(ChunkKind.DATA, ArraySlice.of(content));
                PreparedChunk second = writer.prepare(ChunkKind.DATA, ArraySlice.of(content))) {
            assertThat(second.known()).isFalse();
            assertThat(writer.append(second)).isPositive();
            assertThat(writer.append(first)).isZero();
            writer.flush();
            assertThat(get(store, second.id())).isEqualTo(content);
        }
    }

    @Test
    void storesAContentWhoseFirstPreparationWasDropped() {
        byte[] content = content(1, SMALL);
        try (ChunkWriter writer = store.openWriter(DOMAIN, 2)) {
            writer.prepare(ChunkKind.DATA, ArraySlice.of(content)).close();
            assertThat(append(writer, content)).isPositive();
        }
    }

    @Test
    void sharesNothingBetweenDomains() {
        byte[] content = content(1, SMALL);
        try (ChunkWriter ours = store.openWriter(DOMAIN, 1);
                ChunkWriter theirs = store.openWriter(OTHER_DOMAIN, 1)) {
            ChunkId id = put(ours, content);
            assertThat(put(theirs, content)).isNotEqualTo(id);
        }
    }

    @Test
    void refusesADomainWhoseKeyIsNotToBeHad() {
        assertThatThrownBy(() -> store.openWriter(LOCKED_DOMAIN, 1)).isInstanceOf(Failure.Denied.class);
        assertThatThrownBy(() -> store.reader()
                        .read(LOCKED_DOMAIN, ChunkKind.DATA, ChunkId.of(new byte[32]), ArraySlice.of(new byte[1])))
                .isInstanceOf(Failure.Denied.class);
    }

    @Test
    void keepsDataAndPagesInPacksOfTheirOwn() {
        try (ChunkWriter writer = store.openWriter(DOMAIN, 2)) {
            put(writer, ChunkKind.DATA, content(1, SMALL));
            put(writer, ChunkKind.PAGE, content(1, SMALL));
            writer.flush();
        }
        assertThat(fixture.index.packs().map(PackSummary::kind))
                .containsExactlyInAnyOrder(ChunkKind.DATA, ChunkKind.PAGE);
    }

    @Test
    void layoutFollowsTheOrderOfAppends() {
        List<ChunkId> ids = new ArrayList<>();
        try (ChunkWriter writer = store.openWriter(DOMAIN, 9)) {
            List<PreparedChunk> prepared = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                prepared.addFirst(writer.prepare(ChunkKind.DATA, ArraySlice.of(content(i, SMALL))));
            }
            prepared.forEach(writer::append);
            prepared.forEach(chunk -> ids.add(chunk.id()));
            writer.flush();
        }
        PackTrailer trailer =
                new PackReader(fixture.objects).trailer(fixture.packs().getFirst());
        assertThat(trailer.entries()).extracting(PackEntry::id).containsExactlyElementsOf(ids);
    }

    @Test
    void beginsANewPackWhenOneIsFull() {
        fixture.limits = ChunkLimits.DEFAULT.withPacksOf(1 << 20, 3);
        ChunkStore small = fixture.open();
        List<ChunkId> ids = new ArrayList<>();
        try (ChunkWriter writer = small.openWriter(DOMAIN, 10)) {
            for (int i = 0; i < 10; i++) {
                ids.add(put(writer, content(i, SMALL)));
            }
            writer.flush();
        }
        assertThat(fixture.packCount()).isEqualTo(4);
        for (int i = 0; i < 10; i++) {
            assertThat(get(small, ids.get(i))).isEqualTo(content(i, SMALL));
        }
    }

    @Test
    void leavesNothingOfWhatWasNotFlushed() {
        ChunkId id;
        try (ChunkWriter writer = store.openWriter(DOMAIN, 1)) {
            id = put(writer, content(1, SMALL));
        }
        assertThat(fixture.packCount()).isZero();
        assertThat(store.reader().locate(id)).isEmpty();
    }

    @Test
    void refusesEveryCallAfterClosing() {
        ChunkWriter writer = store.openWriter(DOMAIN, 1);
        PreparedChunk chunk = writer.prepare(ChunkKind.DATA, ArraySlice.of(content(1, SMALL)));
        writer.close();
        assertThatThrownBy(() -> writer.append(chunk)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(writer::flush).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> writer.prepare(ChunkKind.DATA, ArraySlice.of(content(2, SMALL))))
                .isInstanceOf(Failure.Conflict.class);
        writer.close();
    }

    @Test
    void refusesAChunkOfAnotherWriter() {
        try (ChunkWriter mine = store.openWriter(DOMAIN, 1);
                ChunkWriter other = store.openWriter(DOMAIN, 1);
                PreparedChunk chunk = other.prepare(ChunkKind.DATA, ArraySlice.of(content(1, SMALL)))) {
            assertThatThrownBy(() -> mine.append(chunk)).isInstanceOf(Failure.Invalid.class);
        }
    }

    @Test
    void countsWhatEachStageDid() {
        try (ChunkWriter writer = store.openWriter(DOMAIN, 2)) {
            put(writer, content(1, SMALL));
            put(writer, content(1, SMALL));
            writer.flush();
            assertThat(writer.stages())
                    .extracting(StageCount::stage, StageCount::calls)
                    .contains(
                            tuple(WriteStage.ID, 2L),
                            tuple(WriteStage.LOOKUP, 2L),
                            tuple(WriteStage.SEAL, 1L),
                            tuple(WriteStage.COMMIT, 1L));
        }
    }

    private static int append(ChunkWriter writer, byte[] content) {
        try (PreparedChunk chunk = writer.prepare(ChunkKind.DATA, ArraySlice.of(content))) {
            return writer.append(chunk);
        }
    }
}
