package io.ebsnap.chunk;

import static io.ebsnap.chunk.ChunkStoreFixture.LENGTH;
import static io.ebsnap.chunk.ChunkStoreFixture.content;
import static io.ebsnap.chunk.ChunkStoreFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.VolumeRecord;
import io.ebsnap.check.StoredCopies;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.ChunkId;
import io.ebsnap.identity.PackId;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.fault.FaultPlan;
import io.ebsnap.store.fault.Faults.Operation;
import io.ebsnap.store.fault.MemoryTempDir;
import io.ebsnap.store.replicated.ZonesOnDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs that decay in one zone are read from the other one, and healed from it; damage is only what is bad in all. */
final class DamagedCopiesTest {

    @TempDir(factory = MemoryTempDir.class)
    private Path folder = Path.of("");

    private final ChunkStoreFixture fixture = new ChunkStoreFixture(9);
    private ZonesOnDisk zones;
    private ChunkStore store;
    private List<ChunkId> ids;
    private PackId pack;
    private byte[] whole;

    @BeforeEach
    void begin() throws IOException {
        zones = new ZonesOnDisk(folder);
        fixture.objects = zones.openWith("b");
        store = fixture.openReconciled();
        ids = fixture.store(store, 1, 2, 3);
        pack = fixture.packs().getFirst();
        whole = Files.readAllBytes(file("a"));
    }

    @AfterEach
    void end() {
        zones.close();
    }

    private Path file(String zone) {
        return zones.directory(zone).resolve(PackNames.of(pack).value());
    }

    private ChunkLocation place(int chunk) {
        return store.reader().locate(ids.get(chunk)).orElseThrow();
    }

    private void flip(String zone, int offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file(zone));
        bytes[offset] ^= 4;
        Files.write(file(zone), bytes);
    }

    private void requireWholeEverywhere() throws IOException {
        assertThat(Files.readAllBytes(file("a"))).isEqualTo(whole);
        assertThat(Files.readAllBytes(file("b"))).isEqualTo(whole);
        assertThat(store.scrub(pack).findings()).isEmpty();
        assertThat(fixture.damage).isEmpty();
    }

    /** As the daemon does it: what was noticed while reading is healed by the watch. */
    private void settle() {
        zones.settle(new StoredCopies(fixture.objects, store));
    }

    @Test
    void aChunkThatDecayedInOneZoneIsReadFromTheOtherAndHealed() throws IOException {
        flip("a", place(1).offset() + 90);
        assertThat(get(store, ids.get(1))).isEqualTo(content(2, LENGTH));
        assertThat(fixture.damage).isEmpty();
        settle();
        requireWholeEverywhere();
    }

    @Test
    void scrubbingTellsOfABadCopyAndMendsItWhenAsked() throws IOException {
        flip("b", place(2).offset() + 90);
        assertThat(store.scrub(pack).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(PackFindingKind.COPY_DAMAGED);
            assertThat(finding.message()).contains("zone b");
        });
        assertThat(store.scrubAndMend(pack).findings())
                .extracting(PackFinding::kind)
                .containsExactly(PackFindingKind.COPY_HEALED);
        requireWholeEverywhere();
    }

    @Test
    void twoCopiesWithDifferentDamageMendEachOther() throws IOException {
        damageBothDifferently();
        requireAllReadable();
        store.scrubAndMend(pack);
        requireWholeEverywhere();
    }

    @Test
    void headerTrailerAndMissingPacksAreMendedToo() throws IOException {
        for (int at : new int[] {0, 8, 12, 60, whole.length - 1, whole.length - 120, whole.length - 170}) {
            flip("a", at);
            store.scrubAndMend(pack);
            requireWholeEverywhere();
        }
        Files.write(file("a"), java.util.Arrays.copyOf(whole, whole.length / 2));
        store.scrubAndMend(pack);
        requireWholeEverywhere();
        Files.delete(file("a"));
        store.scrubAndMend(pack);
        requireWholeEverywhere();
    }

    @Test
    void whatIsBadInAllZonesIsDamageAndTheRestIsStillMended() throws IOException {
        int lost = place(1).offset() + 90;
        flip("a", lost);
        flip("b", lost);
        flip("a", place(2).offset() + 90);
        List<PackFinding> findings = store.scrubAndMend(pack).findings();
        assertThat(findings)
                .extracting(PackFinding::kind)
                .containsExactly(PackFindingKind.RECORD_DAMAGED, PackFindingKind.COPY_HEALED);
        assertThat(fixture.damage)
                .singleElement()
                .asString()
                .contains(ids.get(1).hex());
        assertThatThrownBy(() -> get(store, ids.get(1))).isInstanceOf(Failure.Corrupt.class);
        assertThat(get(store, ids.get(2))).isEqualTo(content(3, LENGTH));
        assertThat(Files.readAllBytes(file("a"))).isEqualTo(Files.readAllBytes(file("b")));
    }

    @Test
    void anIndexIsBuiltFromWhateverZoneHasATrailerWhole() throws IOException {
        flip("a", whole.length - 1);
        ReconcileOutcome outcome = store.rebuildIndex((where, chunk) -> false);
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.chunksRead()).isEqualTo(3);
    }

    @Test
    void recordsAndTheStoresIdentityAreReadFromWhateverZoneHasThemWholeAndHealed() throws IOException {
        VolumeRecord record = CatalogFixtures.volume(1, "data");
        try (Catalog catalog = CatalogFixtures.open(fixture.objects, new MemoryCatalogView())) {
            catalog.create(CatalogKind.VOLUME, record);
        }
        String object = zones.content("a").keySet().stream()
                .filter(name -> name.startsWith("catalog/"))
                .findFirst()
                .orElseThrow();
        for (String name : List.of(object, "store")) {
            Path file = zones.directory("a").resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 4;
            Files.write(file, bytes);
            fixture.objects.replicas().suspect(new ObjectName(name));
        }
        try (Catalog catalog = CatalogFixtures.open(fixture.objects, new MemoryCatalogView())) {
            assertThat(catalog.find(CatalogKind.VOLUME, record.catalogId())).contains(record);
        }
        settle();
        assertThat(zones.content("a")).isEqualTo(zones.content("b"));
    }

    @Test
    void whatAZoneThatWasAwayHasWholeMendsWhatDecayedMeanwhile() throws IOException {
        try (Catalog catalog = CatalogFixtures.open(fixture.objects, new MemoryCatalogView())) {
            catalog.create(CatalogKind.VOLUME, CatalogFixtures.volume(1, "data"));
        }
        takeOut("b");
        flip("a", place(0).offset() + 90);
        Path record = record("a");
        byte[] bytes = Files.readAllBytes(record);
        bytes[bytes.length / 2] ^= 4;
        Files.write(record, bytes);
        zones.faults("b").clear();
        settle();
        requireWholeEverywhere();
        assertThat(zones.content("a")).isEqualTo(zones.content("b"));
        requireAllReadable();
    }

    @Test
    void aZoneThatWasAwayAndTheOthersMendEachOther() throws IOException {
        takeOut("b");
        damageBothDifferently();
        zones.faults("b").clear();
        settle();
        requireWholeEverywhere();
        requireAllReadable();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zone.before-replace", "zone.after-replace"})
    void aMendingThatIsCutOffLosesNothing(String where) throws IOException {
        damageBothDifferently();
        zones.crashPoints = point -> {
            if (point.equals(where)) {
                throw new SimulatedCrash(point);
            }
        };
        assertThatThrownBy(() -> store.scrubAndMend(pack)).isInstanceOf(SimulatedCrash.class);
        zones.crashPoints = CrashPoints.NONE;
        requireAllReadable();
        settle();
        requireWholeEverywhere();
    }

    @Test
    void aMendedCopyThatCannotBePutLosesNothing() throws IOException {
        damageBothDifferently();
        for (String zone : List.of("a", "b")) {
            zones.faults(zone).failNth(Operation.COMMIT, 1, FaultPlan::refused);
        }
        assertThat(store.scrubAndMend(pack).findings())
                .extracting(PackFinding::kind)
                .containsExactly(PackFindingKind.COPY_DAMAGED, PackFindingKind.COPY_DAMAGED);
        requireAllReadable();
        settle();
        requireWholeEverywhere();
    }

    private void takeOut(String zone) {
        zones.faults(zone).failAll(Operation.BEGIN, "", FaultPlan::refused);
        fixture.store(store, 9);
        assertThat(fixture.objects.replicas().live()).hasSize(1);
    }

    private Path record(String zone) {
        return zones.content(zone).keySet().stream()
                .filter(name -> name.startsWith("catalog/"))
                .map(zones.directory(zone)::resolve)
                .findFirst()
                .orElseThrow();
    }

    /** Each copy is the only one in which some chunk is good. */
    private void damageBothDifferently() throws IOException {
        flip("a", place(0).offset() + 90);
        flip("b", place(2).offset() + 90);
    }

    private void requireAllReadable() {
        for (int i = 0; i < 3; i++) {
            assertThat(get(store, ids.get(i))).isEqualTo(content(i + 1, LENGTH));
        }
    }
}
