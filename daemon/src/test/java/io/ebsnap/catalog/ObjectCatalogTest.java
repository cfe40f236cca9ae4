package io.ebsnap.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ebsnap.crypto.AeadCiphers;
import io.ebsnap.crypto.DomainKeys;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.format.CatalogEnvelope;
import io.ebsnap.identity.DomainId;
import io.ebsnap.store.ObjectName;
import io.ebsnap.store.ObjectStore;
import io.ebsnap.store.fault.FaultPlan;
import io.ebsnap.store.fault.Faults.Operation;
import io.ebsnap.store.fault.FaultyObjectStore;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectCatalogTest {

    private static final CatalogKind<VolumeRecord> VOLUME = CatalogKind.VOLUME;
    private static final VolumeRecord ONE = CatalogFixtures.volume(1, "one");
    private static final String ID = ONE.volumeId();

    private final FaultPlan faults = new FaultPlan();
    private final MemoryObjectStore memory = new MemoryObjectStore();
    private final ObjectStore store = new FaultyObjectStore(memory, faults);
    private final ObjectCatalog catalog = CatalogFixtures.open(store, new MemoryCatalogView());

    private ObjectCatalog reopened() {
        return CatalogFixtures.open(store, new MemoryCatalogView());
    }

    private List<String> objects() {
        try (Stream<ObjectName> names = memory.list("")) {
            return names.map(ObjectName::value).sorted().toList();
        }
    }

    private static VolumeRecord named(VolumeRecord volume, String name) {
        return new VolumeRecord(
                volume.volumeId(),
                name,
                volume.device(),
                volume.deviceIdentity(),
                volume.sizeBytes(),
                volume.state(),
                volume.createTime(),
                volume.tags(),
                volume.ownerId());
    }

    private static String version(int sequence) {
        return "catalog/volume/" + ID + "/000000000000000" + sequence;
    }

    private void overwrite(String name, byte[] content) {
        memory.delete(new ObjectName(name));
        memory.putIfAbsent(new ObjectName(name), ByteBuffer.wrap(content));
    }

    private byte[] content(String name) {
        ByteBuffer content = ByteBuffer.allocate((int) memory.size(new ObjectName(name)));
        memory.read(new ObjectName(name), 0, content);
        return content.array();
    }

    private static <R extends CatalogRecord> List<R> listed(ObjectCatalog catalog, CatalogKind<R> kind) {
        try (Stream<R> records = catalog.list(kind)) {
            return records.toList();
        }
    }

    @Test
    void aRecordOfEachKindComesBackAsItWasAlsoAfterOpeningAgain() {
        catalog.create(CatalogKind.SNAPSHOT, CatalogFixtures.snapshot(SnapshotState.COMPLETED));
        catalog.create(VOLUME, ONE);
        catalog.create(CatalogKind.DATA_KEY, CatalogFixtures.dataKey());
        catalog.create(CatalogKind.QUARANTINE, CatalogFixtures.quarantine());
        for (ObjectCatalog each : List.of(catalog, reopened())) {
            assertThat(listed(each, CatalogKind.SNAPSHOT))
                    .containsExactly(CatalogFixtures.snapshot(SnapshotState.COMPLETED));
            assertThat(each.find(VOLUME, ID)).contains(ONE);
            assertThat(listed(each, CatalogKind.DATA_KEY)).containsExactly(CatalogFixtures.dataKey());
            assertThat(listed(each, CatalogKind.QUARANTINE)).containsExactly(CatalogFixtures.quarantine());
            assertThat(each.damaged()).isEmpty();
            assertThat(each.verify()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(SnapshotState.class)
    void fieldsThatMayBeAbsentComeBackAbsent(SnapshotState state) {
        catalog.create(CatalogKind.SNAPSHOT, CatalogFixtures.snapshot(state));
        assertThat(listed(reopened(), CatalogKind.SNAPSHOT)).containsExactly(CatalogFixtures.snapshot(state));
    }

    @Test
    void creatingARecordTwiceIsAConflict() {
        catalog.create(VOLUME, ONE);
        assertThatExceptionOfType(Failure.Conflict.class).isThrownBy(() -> catalog.create(VOLUME, named(ONE, "two")));
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> reopened().create(VOLUME, named(ONE, "two")));
        assertThat(catalog.find(VOLUME, ID)).contains(ONE);
    }

    @Test
    void anUpdateMakesTheNextVersionAndRemovesTheOneBefore() {
        catalog.create(VOLUME, ONE);
        long before = catalog.revision();
        VolumeRecord changed = catalog.update(VOLUME, ID, volume -> named(volume, "two"));
        assertThat(changed.name()).isEqualTo("two");
        assertThat(catalog.find(VOLUME, ID)).contains(changed);
        assertThat(catalog.revision()).isGreaterThan(before);
        assertThat(objects()).containsExactly(version(2));
        assertThat(reopened().find(VOLUME, ID)).contains(changed);
    }

    @Test
    void anUpdateThatChangesNothingWritesNothing() {
        catalog.create(VOLUME, ONE);
        catalog.update(VOLUME, ID, volume -> volume);
        assertThat(objects()).containsExactly(version(1));
    }

    @Test
    void whatIsNotThereIsNeitherFoundNorUpdatedNorDeleted() {
        assertThat(catalog.find(VOLUME, ID)).isEmpty();
        assertThat(catalog.find(VOLUME, "No Such ID/..")).isEmpty();
        assertThat(catalog.delete(VOLUME, ID)).isFalse();
        assertThat(catalog.delete(VOLUME, "No Such ID/..")).isFalse();
        assertThatExceptionOfType(Failure.NotFound.class).isThrownBy(() -> catalog.update(VOLUME, ID, v -> v));
    }

    @Test
    void aDeletedRecordIsGoneAndItsIdCanBeUsedAgainBeforeAndAfterThePurge() {
        catalog.create(VOLUME, ONE);
        assertThat(catalog.delete(VOLUME, ID)).isTrue();
        assertThat(catalog.delete(VOLUME, ID)).isFalse();
        assertThat(catalog.find(VOLUME, ID)).isEmpty();
        assertThat(listed(reopened(), VOLUME)).isEmpty();
        catalog.create(VOLUME, named(ONE, "again"));
        assertThat(objects()).containsExactly(version(3));
        assertThat(reopened().find(VOLUME, ID).orElseThrow().name()).isEqualTo("again");
        catalog.delete(VOLUME, ID);
        catalog.purgeTombstones();
        assertThat(objects()).isEmpty();
        catalog.create(VOLUME, ONE);
        assertThat(catalog.find(VOLUME, ID)).contains(ONE);
    }

    @Test
    void aTombstoneStaysWhileSomethingOlderCannotBeRemoved() {
        catalog.create(VOLUME, ONE);
        faults.failAll(Operation.DELETE, "catalog/", FaultPlan::refused);
        assertThat(catalog.delete(VOLUME, ID)).isTrue();
        assertThat(objects()).hasSize(2);
        assertThatExceptionOfType(Failure.Unavailable.class).isThrownBy(catalog::purgeTombstones);
        assertThat(objects()).hasSize(2);
        assertThat(reopened().find(VOLUME, ID)).isEmpty();
        faults.clear();
        catalog.purgeTombstones();
        assertThat(objects()).isEmpty();
    }

    @Test
    void leftOverVersionsAreRemovedWhenTheNewestCanBeRead() {
        catalog.create(VOLUME, ONE);
        faults.failNth(Operation.DELETE, 1, FaultPlan::refused);
        VolumeRecord changed = catalog.update(VOLUME, ID, volume -> named(volume, "two"));
        assertThat(objects()).hasSize(2);
        ObjectCatalog after = reopened();
        assertThat(after.find(VOLUME, ID)).contains(changed);
        after.tidy();
        assertThat(objects()).containsExactly(version(2));
    }

    @Test
    void aDamagedNewestVersionIsReportedAndNothingElseIsLostOrUsedInItsPlace() {
        VolumeRecord other = CatalogFixtures.volume(2, "other");
        catalog.create(VOLUME, ONE);
        catalog.create(VOLUME, other);
        faults.failNth(Operation.DELETE, 1, FaultPlan::refused);
        catalog.update(VOLUME, ID, volume -> named(volume, "two"));
        byte[] torn = content(version(2));
        torn[60] ^= 1;
        overwrite(version(2), torn);
        ObjectCatalog after = reopened();
        assertThat(after.damaged()).hasSize(1);
        assertThat(after.damaged().getFirst().id()).isEqualTo(ID);
        assertThat(listed(after, VOLUME)).containsExactly(other);
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> after.find(VOLUME, ID));
        assertThatExceptionOfType(Failure.Corrupt.class)
                .isThrownBy(() -> after.listComplete(VOLUME).toList());
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> after.create(VOLUME, ONE));
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> after.update(VOLUME, ID, v -> v));
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> after.delete(VOLUME, ID));
        after.tidy();
        after.purgeTombstones();
        assertThat(objects()).contains(version(1), version(2));
        after.update(VOLUME, other.volumeId(), volume -> named(volume, "changed"));
        assertThat(listed(reopened(), VOLUME)).hasSize(1);
    }

    @Test
    void aForgedOrSwappedRecordIsCorruptThoughItsChecksumIsRight() {
        catalog.create(VOLUME, ONE);
        VolumeRecord other = CatalogFixtures.volume(2, "other");
        catalog.create(VOLUME, other);
        byte[] swapped = content("catalog/volume/" + other.volumeId() + "/0000000000000001");
        overwrite(version(1), swapped);
        assertCorrupt();
        byte[] plain = CatalogEnvelope.plain("{\"Deleted\":true}".getBytes(StandardCharsets.US_ASCII))
                .bytes();
        overwrite(version(1), plain);
        assertCorrupt();
    }

    private void assertCorrupt() {
        ObjectCatalog after = reopened();
        assertThatExceptionOfType(Failure.Corrupt.class).isThrownBy(() -> after.find(VOLUME, ID));
        assertThatExceptionOfType(Failure.Corrupt.class)
                .isThrownBy(() -> after.listComplete(VOLUME).toList());
        assertThat(listed(after, VOLUME)).hasSize(1);
        assertThat(after.damaged()).hasSize(1);
    }

    @Test
    void aRecordUnderAnotherSequenceNumberIsCorrupt() {
        catalog.create(VOLUME, ONE);
        overwrite(version(7), content(version(1)));
        assertThatExceptionOfType(Failure.Corrupt.class)
                .isThrownBy(() -> reopened().find(VOLUME, ID));
    }

    @Test
    void aKindThatIsNotKnownKeepsEverybodyFromDeletingOnTheGroundOfAList() {
        catalog.create(VOLUME, ONE);
        overwrite("catalog/policy/p-1/0000000000000001", content(version(1)));
        ObjectCatalog after = reopened();
        assertThat(after.find(VOLUME, ID)).contains(ONE);
        assertThat(after.damaged()).hasSize(1);
        assertThatExceptionOfType(Failure.TooNew.class)
                .isThrownBy(() -> after.listComplete(VOLUME).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog/volume", "catalog/volume/vol-1/1", "catalog/volume/vol-1/0000000000000000"})
    void anObjectWithoutARecordsNameIsReportedAndLeftAlone(String name) {
        overwrite(name, new byte[10]);
        ObjectCatalog after = reopened();
        assertThat(after.damaged()).hasSize(1);
        after.purgeTombstones();
        assertThat(objects()).contains(name);
    }

    @Test
    void afterAPutThatFailedButHappenedTheNewVersionIsSeen() {
        catalog.create(VOLUME, ONE);
        faults.failNthAfterwards(Operation.COMMIT, 1, FaultPlan::refused);
        assertThatExceptionOfType(Failure.Unavailable.class)
                .isThrownBy(() -> catalog.update(VOLUME, ID, volume -> named(volume, "two")));
        assertThat(catalog.find(VOLUME, ID).orElseThrow().name()).isEqualTo("two");
        assertThat(catalog.update(VOLUME, ID, volume -> named(volume, volume.name() + "!"))
                        .name())
                .isEqualTo("two!");
    }

    @Test
    void afterAPutThatFailedTheOldVersionIsSeenAndCanBeChanged() {
        catalog.create(VOLUME, ONE);
        faults.failNth(Operation.COMMIT, 1, FaultPlan::full);
        assertThatExceptionOfType(Failure.Exhausted.class)
                .isThrownBy(() -> catalog.update(VOLUME, ID, volume -> named(volume, "two")));
        assertThat(catalog.find(VOLUME, ID)).contains(ONE);
        catalog.update(VOLUME, ID, volume -> named(volume, "three"));
        assertThat(listed(catalog, VOLUME).getFirst().name()).isEqualTo("three");
    }

    @Test
    void aViewThatTakesNothingDoesNotMakeAChangeFail() {
        BrokenView view = new BrokenView();
        ObjectCatalog stubborn = CatalogFixtures.open(store, view);
        stubborn.create(VOLUME, ONE);
        view.broken = true;
        stubborn.create(VOLUME, CatalogFixtures.volume(2, "two"));
        stubborn.update(VOLUME, ID, volume -> named(volume, "changed"));
        assertThat(stubborn.find(VOLUME, ID).orElseThrow().name()).isEqualTo("changed");
        assertThat(listed(stubborn, VOLUME)).extracting(VolumeRecord::name).containsExactly("changed", "two");
        view.broken = false;
        stubborn.delete(VOLUME, ID);
        assertThat(view.find("volume", CatalogFixtures.volume(2, "").volumeId()))
                .isPresent();
        assertThat(listed(stubborn, VOLUME)).extracting(VolumeRecord::name).containsExactly("two");
    }

    @Test
    void aStaleViewIsBroughtUpToDateWhenTheCatalogIsOpened() {
        MemoryCatalogView stale = new MemoryCatalogView();
        ObjectCatalog first = CatalogFixtures.open(store, stale);
        first.create(VOLUME, ONE);
        first.create(VOLUME, CatalogFixtures.volume(2, "two"));
        ObjectCatalog elsewhere = reopened();
        elsewhere.update(VOLUME, ID, volume -> named(volume, "new"));
        elsewhere.delete(VOLUME, CatalogFixtures.volume(2, "").volumeId());
        elsewhere.purgeTombstones();
        elsewhere.create(VOLUME, CatalogFixtures.volume(3, "three"));
        assertThat(listed(CatalogFixtures.open(store, stale), VOLUME))
                .extracting(VolumeRecord::name)
                .containsExactly("new", "three");
    }

    @Test
    void ofTwoCatalogsThatChangeARecordNeitherOverwritesTheOther() {
        catalog.create(VOLUME, ONE);
        ObjectCatalog other = reopened();
        other.update(VOLUME, ID, volume -> named(volume, volume.name() + "a"));
        catalog.update(VOLUME, ID, volume -> named(volume, volume.name() + "b"));
        assertThat(other.update(VOLUME, ID, volume -> named(volume, volume.name() + "c"))
                        .name())
                .isEqualTo("oneabc");
    }

    @Test
    void ofConcurrentUpdatesNoneIsLost() throws Exception {
        catalog.create(VOLUME, named(ONE, ""));
        ObjectCatalog other = reopened();
        List<Callable<VolumeRecord>> updates = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            ObjectCatalog one = i % 2 == 0 ? catalog : other;
            char letter = (char) ('a' + i);
            updates.add(() -> one.update(VOLUME, ID, volume -> named(volume, volume.name() + letter)));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(
                4, Thread.ofPlatform().name("update-", 0).factory())) {
            for (Future<VolumeRecord> update : pool.invokeAll(updates)) {
                update.get();
            }
        }
        // One that another was put on meanwhile may have been made twice, and none is lost.
        assertThat(reopened().find(VOLUME, ID).orElseThrow().name()).contains("abcdefghijkl".split(""));
    }

    @Test
    void versionsThatOthersReplaceBetweenTheListAndTheReadAreNoDamage() {
        catalog.create(VOLUME, named(ONE, ""));
        AtomicInteger left = new AtomicInteger(3);
        ObjectStore busy = (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("size") && left.getAndDecrement() > 0) {
                        catalog.update(VOLUME, ID, volume -> named(volume, volume.name() + "x"));
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        ObjectCatalog late = CatalogFixtures.open(busy, new MemoryCatalogView());
        assertThat(late.find(VOLUME, ID).orElseThrow().name()).isEqualTo("xxx");
        assertThat(late.damaged()).isEmpty();
    }

    @Test
    void aChangeWithinAChangeIsRefused() {
        catalog.create(VOLUME, ONE);
        assertThatIllegalStateException()
                .isThrownBy(() -> catalog.update(VOLUME, ID, volume -> {
                    catalog.delete(VOLUME, ID);
                    return volume;
                }));
    }

    @Test
    void dataKeysCanBeReadAndMadeBeforeAnyKeyIsThere() {
        RecordSealing keyless = new RecordSealing(
                () -> CatalogFixtures.DOMAIN, ObjectCatalogTest::noKey, AeadCiphers.fastest(), new SplittableRandom(1));
        catalog.create(VOLUME, ONE);
        ObjectCatalog locked = ObjectCatalog.open(store, new MemoryCatalogView(), keyless, CrashPoints.NONE);
        locked.create(CatalogKind.DATA_KEY, CatalogFixtures.dataKey());
        assertThat(listed(locked, CatalogKind.DATA_KEY)).containsExactly(CatalogFixtures.dataKey());
        assertThatExceptionOfType(Failure.Denied.class).isThrownBy(() -> locked.find(VOLUME, ID));
        assertThatExceptionOfType(Failure.Denied.class).isThrownBy(() -> listed(locked, VOLUME));
        assertThat(locked.damaged()).isEmpty();
    }

    private static DomainKeys noKey(DomainId domain) {
        throw new Failure.Denied("the keystore is locked");
    }

    @Test
    void noContentOfASealedRecordIsInTheStore() {
        catalog.create(CatalogKind.SNAPSHOT, CatalogFixtures.snapshot(SnapshotState.COMPLETED));
        String stored = new String(content(objects().getFirst()), StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain("upgrade", "Description", "vol-0123456789abcdef0");
    }

    /** A view that may refuse changes. */
    private static final class BrokenView implements CatalogView {
        private final MemoryCatalogView view = new MemoryCatalogView();
        private boolean broken;

        @Override
        public Optional<Row> find(String kind, String id) {
            return view.find(kind, id);
        }

        @Override
        public Stream<Row> list(String kind) {
            return view.list(kind);
        }

        @Override
        public void put(String kind, Row row) {
            requireWhole();
            view.put(kind, row);
        }

        @Override
        public void remove(String kind, String id) {
            requireWhole();
            view.remove(kind, id);
        }

        private void requireWhole() {
            if (broken) {
                throw new Failure.Exhausted("the disk is full", null);
            }
        }
    }
}
