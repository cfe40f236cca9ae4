package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CatalogView;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.DataKeyRecord;
import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.catalog.SnapshotOrigin;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.check.FindingKind;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lock.Alarm;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.LockState;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.store.ObjectName;
import io.ebsnap.task.TaskState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is locked stays, whatever is asked for and whatever is done to the store, its view and the files beside it. */
class LockedSnapshotsTest {

    private static final long MIB = 1 << 20;
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    private final EngineFixture engine = new EngineFixture(11);

    /** Every catalog object that there ever was, by its name. */
    private final Map<String, byte[]> history = new ConcurrentHashMap<>();

    private MemoryDevice device;
    private SnapshotRecord snapshot;
    private SnapshotId id;
    private Instant now = BEGIN;

    @BeforeEach
    void take() {
        engine.lockTime = () -> now;
        engine.crashPoints.set(point -> remember());
        engine.restart();
        device = engine.machine.add("/dev/a", 6 * MIB);
        device.scribble(new Random(1), 9);
        snapshot = engine.snapshot("/dev/a");
        id = new SnapshotId(snapshot.snapshotId());
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void aLockedSnapshotIsNeitherDeletedNorChangedAndEverythingElseCanBeDone() {
        lock(LockMode.COMPLIANCE, 30);
        assertKept();
        assertThatThrownBy(() -> engine.catalog.update(CatalogKind.SNAPSHOT, id.value(), LockedSnapshotsTest::failed))
                .isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(
                        () -> engine.catalog.update(CatalogKind.SNAPSHOT, id.value(), old -> old.with(moved(snapshot))))
                .isInstanceOf(Failure.Conflict.class);
        SnapshotRecord shared = engine.catalog.update(
                CatalogKind.SNAPSHOT,
                id.value(),
                old -> old.labelled("other words", List.of())
                        .sharedWith(new CreateVolumePermission(List.of("111122223333"), false)));
        assertThat(shared.description()).isEqualTo("other words");
        SnapshotRecord copy = engine.snapshots.copy(new SnapshotCopyOrder(id, "", List.of(), false, null));
        assertThat(engine.restored(copy).sameContent(device)).isTrue();
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
        assertThat(delete(new SnapshotId(copy.snapshotId()))).isEqualTo(Deletion.Outcome.DELETED);
        engine.collect();
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
        assertThat(engine.alarms.raised()).isEmpty();
    }

    @Test
    void aGovernanceLockIsTakenOffAndAComplianceLockOnlyEnds() {
        lock(LockMode.GOVERNANCE, 30);
        assertKept();
        engine.locks.unlock(id);
        assertThat(engine.locks.find(id)).isEmpty();
        assertThatThrownBy(() -> engine.locks.unlock(id)).isInstanceOf(Failure.NotFound.class);
        lock(LockMode.COMPLIANCE, 30);
        assertThatThrownBy(() -> engine.locks.unlock(id)).isInstanceOf(Failure.Conflict.class);
        now = BEGIN.plus(Duration.ofDays(30)).minusMillis(1);
        assertKept();
        now = BEGIN.plus(Duration.ofDays(30));
        assertThat(engine.locks.find(id)).map(SnapshotLock::state).contains(LockState.EXPIRED);
        engine.locks.round();
        assertThat(engine.locks.list()).hasSize(1);
        assertThat(delete(id)).isEqualTo(Deletion.Outcome.DELETED);
        engine.locks.round();
        assertThat(engine.locks.list()).isEmpty();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
        assertThat(engine.alarms.raised()).isEmpty();
    }

    @Test
    void aPendingSnapshotIsLockedFromNowOnAndItsDurationBeginsWithItsCompletion() {
        CountDownLatch go = new CountDownLatch(1);
        device.beforeRead(() -> await(go));
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        SnapshotId other = new SnapshotId(pending.snapshotId());
        engine.locks.lock(new LockOrder(other, LockMode.COMPLIANCE, 2, null, null));
        assertThatThrownBy(() -> engine.snapshots.cancel(other))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("it is locked for 2 days from its completion on");
        assertThat(delete(other)).isEqualTo(Deletion.Outcome.FAILED);
        now = BEGIN.plus(Duration.ofDays(5));
        go.countDown();
        assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.COMPLETED);
        SnapshotLockRecord lock = engine.locks.find(other).orElseThrow().record();
        assertThat(lock.lockCreatedOn()).isEqualTo(BEGIN);
        assertThat(lock.lockDurationStartTime()).isEqualTo(now);
        assertThat(lock.lockExpiresOn()).isEqualTo(now.plus(Duration.ofDays(2)));
        assertThat(lock.content()).isNotNull();
        assertThat(delete(other)).isEqualTo(Deletion.Outcome.FAILED);
    }

    @Test
    void aLockedSnapshotThatFailsIsLockedNoMore() {
        engine.machine.instantsBy(ConsistencyMethod.FROZEN);
        CountDownLatch go = new CountDownLatch(1);
        device.beforeRead(() -> {
            await(go);
            throw new Failure.Unavailable("the device is gone", null);
        });
        SnapshotRecord pending =
                engine.snapshots.create(SnapshotOrder.of("/dev/a")).getFirst();
        SnapshotId other = new SnapshotId(pending.snapshotId());
        engine.locks.lock(new LockOrder(other, LockMode.COMPLIANCE, 2, null, null));
        go.countDown();
        assertThat(engine.await(pending).state()).isEqualTo(SnapshotState.ERROR);
        assertThat(engine.locks.find(other)).isEmpty();
        assertThat(delete(other)).isEqualTo(Deletion.Outcome.DELETED);
        engine.locks.round();
        engine.collect();
        assertThat(engine.alarms.raised()).isEmpty();
    }

    @Test
    void theDataKeyThatALockedSnapshotNeedsIsNeitherDeletedNorDestroyed() {
        String domain = snapshot.origin().domainId();
        lock(LockMode.GOVERNANCE, 1);
        assertThatThrownBy(() -> engine.catalog.delete(CatalogKind.DATA_KEY, domain))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining(id.value());
        assertThatThrownBy(() -> engine.catalog.update(CatalogKind.DATA_KEY, domain, DataKeyRecord::destroyed))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(engine.locks.reasonToKeepKey(snapshot.kmsKeyId(), List.of())).isPresent();
        assertThat(engine.locks.reasonToKeepKey("another", List.of("00"))).isEmpty();
        engine.locks.unlock(id);
        assertThat(engine.catalog.delete(CatalogKind.DATA_KEY, domain)).isTrue();
    }

    @Test
    void aLockWhoseRecordIsRemovedFromTheStoreHoldsAndComesBack() {
        lock(LockMode.COMPLIANCE, 30);
        remove("snapshot-lock");
        startAnew();
        assertLockedUntil(Duration.ofDays(30));
        assertAlarmed(Alarm.Kind.LOCK_DISAGREES);
        assertThat(names("snapshot-lock")).hasSize(1);
        startAnew();
        assertLockedUntil(Duration.ofDays(30));
        assertThat(engine.alarms.raised()).isEmpty();
    }

    @Test
    void aLockWhoseFileIsRemovedHoldsAndTheFileComesBack() throws IOException {
        lock(LockMode.COMPLIANCE, 30);
        Files.delete(file());
        startAnew();
        assertLockedUntil(Duration.ofDays(30));
        assertAlarmed(Alarm.Kind.LOCK_DISAGREES);
        assertThat(file()).exists();
    }

    @Test
    void afterTheLossOfTheWholeDirectoryBesideItTheStoreBringsTheLockBack() {
        lock(LockMode.COMPLIANCE, 30);
        engine.close();
        engine.lockFiles = engine.lockFiles.resolveSibling("another-" + engine.nanos.get());
        engine.view = new MemoryCatalogView();
        engine.restart();
        assertLockedUntil(Duration.ofDays(30));
    }

    @Test
    void anOlderAndWeakerRecordPutBackDoesNotCount() {
        lock(LockMode.GOVERNANCE, 1);
        Map<String, byte[]> weaker = objects("snapshot-lock");
        lock(LockMode.COMPLIANCE, 30);
        remove("snapshot-lock");
        weaker.forEach(this::put);
        startAnew();
        assertLockedUntil(Duration.ofDays(30));
        assertAlarmed(Alarm.Kind.LOCK_DISAGREES);
        assertThatThrownBy(() -> engine.locks.unlock(id)).isInstanceOf(Failure.Conflict.class);
        remove("snapshot-lock");
        weaker.forEach(this::put);
        engine.view.remove("snapshot-lock", id.value());
        assertLockedUntil(Duration.ofDays(30));
    }

    @Test
    void anOlderAndWeakerFilePutBackDoesNotCount() throws IOException {
        lock(LockMode.GOVERNANCE, 1);
        byte[] weaker = Files.readAllBytes(file());
        lock(LockMode.COMPLIANCE, 30);
        Files.write(file(), weaker);
        assertLockedUntil(Duration.ofDays(30));
        assertAlarmed(Alarm.Kind.LOCK_DISAGREES);
        assertThatThrownBy(() -> engine.locks.unlock(id)).isInstanceOf(Failure.Conflict.class);
        Files.write(file(), new byte[99]);
        startAnew();
        assertLockedUntil(Duration.ofDays(30));
    }

    @Test
    void editingTheViewTakesNoLockAway() {
        lock(LockMode.GOVERNANCE, 1);
        CatalogView.Row weaker = engine.view.find("snapshot-lock", id.value()).orElseThrow();
        lock(LockMode.COMPLIANCE, 30);
        engine.view.put("snapshot-lock", weaker);
        assertLockedUntil(Duration.ofDays(30));
        engine.view.remove("snapshot-lock", id.value());
        assertLockedUntil(Duration.ofDays(30));
        engine.view.put("snapshot-lock", new CatalogView.Row(id.value(), 2, new byte[60]));
        assertLockedUntil(Duration.ofDays(30));
        assertAlarmed(Alarm.Kind.LOCK_DISAGREES);
    }

    @Test
    void withoutTheLockedSnapshotsRecordNothingIsCollectedUntilItIsBack() {
        Map<String, byte[]> record = objects("snapshot");
        lock(LockMode.COMPLIANCE, 30);
        long stored = engine.storedBytes();
        remove("snapshot");
        startAnew();
        assertNothingIsCollected(stored);
        record.forEach(this::put);
        startAnew();
        engine.collect();
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
        now = BEGIN.plus(Duration.ofDays(31));
        assertThat(delete(id)).isEqualTo(Deletion.Outcome.DELETED);
    }

    @Test
    void anOlderRecordOfTheSnapshotPutBackIsFoundOutAndNothingIsCollected() {
        String first = "catalog/snapshot/" + id.value() + "/" + "0".repeat(15) + "1";
        byte[] pending = Objects.requireNonNull(history.get(first));
        lock(LockMode.COMPLIANCE, 30);
        long stored = engine.storedBytes();
        remove("snapshot");
        put(first, pending);
        startAnew();
        assertNothingIsCollected(stored);
        assertThat(delete(id)).isEqualTo(Deletion.Outcome.FAILED);
        assertThat(engine.catalog.find(CatalogKind.SNAPSHOT, id.value())).isPresent();
    }

    @Test
    void editingTheSnapshotInTheViewCollectsNothing() {
        lock(LockMode.COMPLIANCE, 30);
        long stored = engine.storedBytes();
        byte[] pending =
                Objects.requireNonNull(history.get("catalog/snapshot/" + id.value() + "/" + "0".repeat(15) + "1"));
        engine.view.put("snapshot", new CatalogView.Row(id.value(), 1, pending));
        assertNothingIsCollected(stored);
        engine.view.remove("snapshot", id.value());
        assertNothingIsCollected(stored);
        startAnew();
        engine.collect();
        assertThat(engine.restored(snapshot).sameContent(device)).isTrue();
    }

    @Test
    void tombstonesAreNotPurgedEither() {
        lock(LockMode.COMPLIANCE, 30);
        remove("snapshot");
        startAnew();
        assertThatThrownBy(() -> engine.catalog.purgeTombstones()).isInstanceOf(Failure.Corrupt.class);
        assertThatThrownBy(() -> engine.catalog.delete(CatalogKind.SNAPSHOT_LOCK, id.value()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void lock(LockMode mode, int days) {
        engine.locks.lock(new LockOrder(id, mode, days, null, null));
        assertThat(engine.locks.find(id)).isPresent();
    }

    private Deletion.Outcome delete(SnapshotId which) {
        return engine.snapshots.delete(List.of(which)).getFirst().outcome();
    }

    private void assertKept() {
        assertThat(delete(id)).isEqualTo(Deletion.Outcome.FAILED);
        assertThatThrownBy(() -> engine.catalog.delete(CatalogKind.SNAPSHOT, id.value()))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("it is locked until");
        assertThat(engine.snapshots.find(id)).isPresent();
    }

    private void assertLockedUntil(Duration end) {
        SnapshotLock lock = engine.locks.find(id).orElseThrow();
        assertThat(lock.state()).isEqualTo(LockState.COMPLIANCE);
        assertThat(lock.record().lockExpiresOn()).isEqualTo(BEGIN.plus(end));
        assertKept();
    }

    private void assertAlarmed(Alarm.Kind kind) {
        assertThat(engine.alarms.raised())
                .anyMatch(alarm -> alarm.kind() == kind && alarm.resources().equals(List.of(id.value())));
        assertThat(engine.verify().findings()).anyMatch(finding -> finding.kind() == FindingKind.LOCK_DOUBTFUL);
    }

    private void assertNothingIsCollected(long stored) {
        assertThat(engine.awaitTask(engine.care.collectGarbage()).state()).isEqualTo(TaskState.FAILED);
        assertThat(engine.storedBytes()).isEqualTo(stored);
        assertAlarmed(Alarm.Kind.SNAPSHOT_DIFFERS);
    }

    /** Another daemon, which knows nothing but the store and the files beside it. */
    private void startAnew() {
        engine.close();
        engine.view = new MemoryCatalogView();
        engine.restart();
    }

    private Path file() {
        return engine.lockFiles.resolve(id.value());
    }

    private List<ObjectName> names(String kind) {
        try (Stream<ObjectName> names = engine.objects.list("catalog/" + kind + "/" + id.value() + "/")) {
            return names.toList();
        }
    }

    private Map<String, byte[]> objects(String kind) {
        Map<String, byte[]> objects = new ConcurrentHashMap<>();
        names(kind).forEach(name -> objects.put(name.value(), read(name)));
        return objects;
    }

    private void remove(String kind) {
        names(kind).forEach(engine.objects::delete);
    }

    private void put(String name, byte[] content) {
        engine.objects.putIfAbsent(new ObjectName(name), ByteBuffer.wrap(content));
    }

    private void remember() {
        try (Stream<ObjectName> names = engine.objects.list("catalog/snapshot/")) {
            names.forEach(name -> history.computeIfAbsent(name.value(), any -> read(name)));
        }
    }

    private byte[] read(ObjectName name) {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(engine.objects.size(name)));
        engine.objects.read(name, 0, content);
        return content.array();
    }

    private static void await(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static SnapshotRecord failed(SnapshotRecord record) {
        return new SnapshotRecord(
                record.snapshotId(),
                record.volumeId(),
                SnapshotState.ERROR,
                "somebody wants it so",
                record.startTime(),
                record.completionTime(),
                record.ownerId(),
                record.description(),
                record.tags(),
                record.storageTier(),
                record.kmsKeyId(),
                null,
                record.origin(),
                null);
    }

    private static SnapshotOrigin moved(SnapshotRecord record) {
        return new SnapshotOrigin(
                record.origin().device(),
                record.origin().sizeBytes() + 1,
                record.origin().consistency(),
                null,
                record.origin().domainId(),
                null,
                "full");
    }
}
