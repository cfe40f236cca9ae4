package io.ebsnap.chunk;

import static io.ebsnap.chunk.ChunkStoreFixture.DOMAIN;
import static io.ebsnap.chunk.ChunkStoreFixture.LENGTH;
import static io.ebsnap.chunk.ChunkStoreFixture.content;
import static io.ebsnap.chunk.ChunkStoreFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.failure.Failure;
import io.ebsnap.geometry.ArraySlice;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flipped, truncated, swapped, missing and foreign packs: always a clear finding, never wrong bytes. */
final class ChunkDamageTest {

    private final ChunkStoreFixture fixture = new ChunkStoreFixture(9);
    private final ChunkStore store = fixture.openReconciled();
    private final List<ChunkId> ids = fixture.store(store, 1, 2, 3);
    private final PackId pack = fixture.packs().getFirst();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyFlippedBitOfARecordIsFoundByReaderAndScrub(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ChunkLocation place = store.reader().locate(ids.get(1)).orElseThrow();
        byte[] whole = fixture.bytesOf(pack);
        for (int i = 0; i < 150; i++) {
            byte[] bytes = whole.clone();
            int at = place.offset() + (i < 72 ? i : random.nextInt(place.length()));
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            fixture.overwrite(pack, bytes);
            byte[] target = new byte[LENGTH];
            assertThatThrownBy(() -> store.reader().read(DOMAIN, ChunkKind.DATA, ids.get(1), ArraySlice.of(target)))
                    .as("byte %s", at)
                    .isInstanceOf(Failure.Corrupt.class)
                    .hasMessageContaining(ids.get(1).hex())
                    .hasMessageContaining(pack.hex());
            assertThat(target).as("nothing of it is given out").containsOnly(0);
            assertThat(store.scrub(pack).findings()).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(PackFindingKind.RECORD_DAMAGED);
                assertThat(finding.chunk()).contains(ids.get(1));
            });
        }
        assertThat(fixture.damage)
                .isNotEmpty()
                .allMatch(text -> text.contains(ids.get(1).hex()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 10, 12, 28, 44, 60, -1, -5, -9, -40, -72, -88, -104, -112, -116, -118, -128, -129, -170})
    void everyFlippedByteOfHeaderAndTrailerIsFoundAndTheRecordsAreRecovered(int at) {
        byte[] bytes = fixture.bytesOf(pack);
        bytes[at >= 0 ? at : bytes.length + at] ^= 4;
        fixture.overwrite(pack, bytes);
        assertThat(store.scrub(pack).isWhole()).isEqualTo(at == 8 || at == -120);
        assertThat(store.scrub(pack).findings()).isNotEmpty();

        ReconcileOutcome outcome = store.rebuildIndex((where, chunk) -> false);
        assertThat(outcome.findingCount()).isPositive();
        assertThat(outcome.chunksRead()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(get(store, ids.get(i))).isEqualTo(content(i + 1, LENGTH));
        }
    }

    @Test
    void truncatedPackGivesWhatIsLeftOfIt() {
        PackEntry last = new PackReader(fixture.objects).trailer(pack).entries().getLast();
        fixture.overwrite(pack, Arrays.copyOf(fixture.bytesOf(pack), last.offset() + 100));
        ReconcileOutcome outcome = store.rebuildIndex((where, chunk) -> false);
        assertThat(outcome.findings()).extracting(PackFinding::kind).contains(PackFindingKind.PACK_DAMAGED);
        assertThat(get(store, ids.get(0))).isEqualTo(content(1, LENGTH));
        assertThat(get(store, ids.get(1))).isEqualTo(content(2, LENGTH));
        assertThatThrownBy(() -> get(store, ids.get(2))).isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void swappedPacksAreFound() {
        List<ChunkId> others = fixture.store(store, 4, 5, 6);
        PackId other = fixture.packs().stream()
                .filter(id -> !id.equals(pack))
                .findFirst()
                .orElseThrow();
        byte[] mine = fixture.bytesOf(pack);
        fixture.overwrite(pack, fixture.bytesOf(other));
        fixture.overwrite(other, mine);
        assertThatThrownBy(() -> get(store, ids.getFirst())).isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> get(store, others.getFirst())).isInstanceOf(Failure.Corrupt.class);
        assertThat(store.scrub(pack).isWhole()).isFalse();
    }

    @Test
    void missingPackIsNamedAndItsChunksAreStoredAgain() {
        fixture.objects.delete(PackNames.of(pack));
        assertThatThrownBy(() -> get(store, ids.getFirst()))
                .isInstanceOf(Failure.Corrupt.class)
                .hasMessageContaining(pack.hex());
        assertThat(fixture.damage).singleElement().asString().contains("gone");

        ChunkStore reopened = fixture.open();
        ReconcileOutcome outcome = reopened.reconcile((where, chunk) -> false);
        assertThat(outcome.packsMissing()).isEqualTo(1);
        assertThat(outcome.chunksForgotten()).isEqualTo(3);
        assertThat(outcome.findings()).extracting(PackFinding::kind).containsExactly(PackFindingKind.PACK_MISSING);
        fixture.store(reopened, 1, 2, 3);
        assertThat(get(reopened, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    @Test
    void aPackThatTheDiskDoesNotGiveOutIsNotCalledDamaged() {
        fixture.objects = new HookedObjectStore(fixture.objects, operation -> {
            if (operation.equals("read")) {
                throw new Failure.Unavailable("reading: Input/output error", null);
            }
        });
        ChunkStore reopened = fixture.open();
        assertThat(reopened.scrub(pack).findings())
                .extracting(PackFinding::kind)
                .contains(PackFindingKind.PACK_UNREADABLE)
                .doesNotContain(PackFindingKind.PACK_DAMAGED);
        assertThat(reopened.scrub(pack).isWhole()).isFalse();
        assertThat(reopened.rebuildIndex((where, chunk) -> false).findings())
                .extracting(PackFinding::kind)
                .contains(PackFindingKind.PACK_UNREADABLE)
                .doesNotContain(PackFindingKind.PACK_DAMAGED);
    }

    /** Two writers may have stored the same; when one pack is lost, the other's copy counts. */
    @Test
    void copyInAnotherPackTakesThePlaceOfALostOne() {
        byte[] lost = fixture.bytesOf(pack);
        fixture.objects.delete(PackNames.of(pack));
        fixture.index.forget(pack, ids);
        fixture.store(store, 1);
        fixture.objects.putIfAbsent(PackNames.of(pack), ByteBuffer.wrap(lost));
        store.rebuildIndex((where, chunk) -> false);
        PackId used = store.reader().locate(ids.getFirst()).orElseThrow().pack();
        fixture.objects.delete(PackNames.of(used));
        ChunkStore reopened = fixture.open();
        reopened.reconcile((where, chunk) -> false);
        assertThat(get(reopened, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    @Test
    void quarantinedChunkGetsNoPlaceInARebuild() {
        store.rebuildIndex((where, chunk) -> where.equals(pack) && chunk.equals(ids.get(1)));
        assertThat(store.reader().locate(ids.get(0))).isPresent();
        assertThat(store.reader().locate(ids.get(1))).isEmpty();
    }

    @Test
    void foreignObjectsAndGarbageDoNotStopARebuild() {
        fixture.objects.putIfAbsent(new ObjectName("packs/zz/readme"), ByteBuffer.wrap(new byte[] {1}));
        PackId garbage = PackId.parse("00112233445566778899aabbccddeeff");
        fixture.objects.putIfAbsent(PackNames.of(garbage), ByteBuffer.wrap(new byte[1000]));
        ReconcileOutcome outcome = store.rebuildIndex((where, chunk) -> false);
        assertThat(outcome.findings())
                .extracting(PackFinding::kind)
                .containsExactlyInAnyOrder(PackFindingKind.NAME_UNKNOWN, PackFindingKind.PACK_DAMAGED);
        assertThat(get(store, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    @Test
    void rebuildThatDiesLeavesTheIndexAsItWas() {
        fixture.crashPoints.set(name -> {
            if (name.equals("rebuild.after-read")) {
                throw new SimulatedCrash(name);
            }
        });
        assertThatThrownBy(() -> store.rebuildIndex((where, chunk) -> false)).isInstanceOf(SimulatedCrash.class);
        ChunkStore reopened = fixture.open();
        reopened.reconcile((where, chunk) -> false);
        assertThat(get(reopened, ids.getFirst())).isEqualTo(content(1, LENGTH));
    }

    @Test
    void readingUnderAnotherKindOrDomainIsRefused() {
        byte[] target = new byte[LENGTH];
        assertThatThrownBy(() -> store.reader().read(DOMAIN, ChunkKind.PAGE, ids.getFirst(), ArraySlice.of(target)))
                .isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> store.reader()
                        .read(ChunkStoreFixture.OTHER_DOMAIN, ChunkKind.DATA, ids.getFirst(), ArraySlice.of(target)))
                .isInstanceOf(Failure.Corrupt.class);
    }

    @Test
    void tooSmallATargetIsTheCallersFault() {
        assertThatThrownBy(() -> store.reader()
                        .read(DOMAIN, ChunkKind.DATA, ids.getFirst(), ArraySlice.of(new byte[LENGTH - 1])))
                .isInstanceOf(Failure.Invalid.class);
        assertThat(fixture.damage).isEmpty();
    }
}
