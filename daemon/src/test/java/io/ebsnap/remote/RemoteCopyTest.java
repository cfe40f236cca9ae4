package io.ebsnap.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.RemoteRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.VolumeGeometry;
import io.ebsnap.identity.ChunkKind;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.scenario.MemoryDevice;
import io.ebsnap.snapshot.DistantCopyOrder;
import io.ebsnap.snapshot.DistantCopyOrder.Pace;
import io.ebsnap.snapshot.DistantPlan;
import io.ebsnap.snapshot.SnapshotPhase;
import io.ebsnap.store.fault.PowerCutDisk;
import io.ebsnap.tracking.ChangeDetection;
import io.ebsnap.tracking.RecheckSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies from one daemon to another: what they move, what a break costs, and what becomes of them when something else ends. */
class RemoteCopyTest {

    private static final long MIB = 1 << 20;
    private static final String KEY = "alias/other";

    private final RemoteFixture far = new RemoteFixture(1);
    private final RemoteFixture near = new RemoteFixture(2);
    private final MemoryDevice device = far.engine.machine.add("/dev/a", 20 * MIB + 5);
    private final Random random = new Random(1);

    @BeforeEach
    void meet() {
        device.scribble(random, 30);
        far.know("near", near, near.port());
        near.know("far", far, far.port());
    }

    @AfterEach
    void stop() {
        near.close();
        far.close();
    }

    @Test
    void copyIsReadableWithoutTheOther() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        SnapshotRecord copy = copied(source);
        far.close();
        assertThat(copy.state()).isEqualTo(SnapshotState.COMPLETED);
        assertThat(copy.startTime()).isEqualTo(source.startTime());
        assertThat(copy.volumeId()).isEqualTo("vol-fffffffffffffffff");
        assertThat(copy.origin().device()).isEqualTo("far/" + source.snapshotId());
        assertThat(copy.origin().copyOf()).isEmpty();
        assertThat(contentBytes(copy)).isEqualTo(contentBytes(source));
        assertThat(near.engine.restored(copy).sameContent(device)).isTrue();
        assertThat(near.engine.verify().damaged()).isFalse();
    }

    @Test
    void nextCopyMovesOnlyWhatDiffers() {
        SnapshotRecord first = far.engine.snapshot("/dev/a");
        SnapshotRecord firstCopy = copied(first);
        device.put(3, block(7));
        device.punch(5);
        SnapshotRecord second = far.engine.snapshot("/dev/a");

        DistantPlan plan = near.engine.snapshots.planCopyFrom(near.order(far, second, KEY));
        assertThat(plan.base()).isEqualTo(firstCopy.snapshotId());
        assertThat(plan.blocks()).isEqualTo(1);
        assertThat(plan.bytes()).isEqualTo(VolumeGeometry.BLOCK_BYTES);

        SnapshotRecord secondCopy = copied(second);
        assertThat(secondCopy.origin().parentSnapshotId()).isEqualTo(firstCopy.snapshotId());
        assertThat(secondCopy.origin().changeDetection()).startsWith("exact by copy");
        assertThat(Objects.requireNonNull(secondCopy.content()).blocksStored()).isEqualTo(1);
        // The one that differs, and a sample of the others, holes included.
        assertThat(secondCopy.content().blocksRead())
                .isLessThan(device.geometry().blockCount() / 2);
        assertThat(near.engine.restored(secondCopy).sameContent(device)).isTrue();
    }

    @Test
    void fewBlocksCrossTheLineToBeComparedHoweverManyADevicesTrackerWouldHaveCompared() {
        near.engine.recheck = new RecheckSettings(1, 1);
        near.restart();
        SnapshotRecord unused = copied(far.engine.snapshot("/dev/a"));
        device.put(3, block(7));
        SnapshotRecord second = copied(far.engine.snapshot("/dev/a"));
        ChangeDetection found = ChangeDetection.parse(second.origin().changeDetection());
        assertThat(unused.stateMessage()).isEmpty();
        assertThat(found.way()).isEqualTo(ChangeDetection.Way.EXACT);
        assertThat(found.rechecked()).isBetween(1L, 12L);
        assertThat(near.engine.restored(second).sameContent(device)).isTrue();
    }

    @Test
    void firstCopyIsPlannedWithAllContent() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        DistantPlan plan = near.engine.snapshots.planCopyFrom(near.order(far, source, KEY));
        assertThat(plan.base()).isNull();
        assertThat(plan.bytes()).isEqualTo(contentBytes(source));
        assertThat(plan.estimate()).isEmpty();
        assertThat(near.engine.snapshots.list()).isEmpty();
    }

    @Test
    void baseThatIsGoneThereIsMadeUpForByWhatCameBefore() {
        SnapshotRecord first = far.engine.snapshot("/dev/a");
        copied(first);
        device.put(3, block(7));
        SnapshotRecord second = far.engine.snapshot("/dev/a");
        far.engine.snapshots.delete(List.of(new SnapshotId(first.snapshotId())));
        SnapshotRecord copy = copied(second);
        assertThat(copy.origin().parentSnapshotId()).isNull();
        // What differs, and one of those that came before, to see whether they are the same.
        assertThat(Objects.requireNonNull(copy.content()).blocksRead()).isLessThan(4);
        assertThat(near.engine.restored(copy).sameContent(device)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3_000, 600_000})
    void copyGoesOnOverBrokenLines(long bytes) throws IOException {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        try (CuttingProxy proxy = new CuttingProxy(far.port())) {
            near.service().remotes().remove("far");
            near.know("far", far, proxy.port());
            SnapshotRecord pending = near.engine.snapshots.copyFrom(near.order(far, source, KEY));
            proxy.cut(bytes, 12);
            SnapshotRecord copy = near.engine.await(pending);
            assertThat(copy.stateMessage()).isEmpty();
            assertThat(near.engine.restored(copy).sameContent(device)).isTrue();
        }
    }

    @Test
    void whatHasCrossedALineThatIsCutIsNotMovedAgain() throws IOException {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        try (CuttingProxy proxy = new CuttingProxy(far.port())) {
            near.service().remotes().remove("far");
            near.know("far", far, proxy.port());
            SnapshotRecord pending = near.engine.snapshots.copyFrom(near.order(far, source, KEY));
            proxy.cut(2 * MIB, 3);
            SnapshotRecord copy = near.engine.await(pending);
            assertThat(Objects.requireNonNull(copy.content()).blocksRead())
                    .isEqualTo(Math.ceilDiv(contentBytes(source), VolumeGeometry.BLOCK_BYTES));
        }
    }

    @Test
    void anotherDaemonGoesOnWithACopyAndMovesOnlyTheRest() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        // The clock stands still, so that one block comes, and no other has its turn.
        SnapshotRecord pending = near.engine.snapshots.copyFrom(at(new Pace(64 * MIB, Optional.empty()), source));
        SnapshotId id = new SnapshotId(pending.snapshotId());
        while (near.engine.snapshots.progress(id).orElseThrow().bytesNew() == 0) {
            Thread.onSpinWait();
        }
        near.engine.snapshots.close();
        assertThat(near.engine.snapshots.find(id).orElseThrow().state()).isEqualTo(SnapshotState.PENDING);
        near.restart();
        Thread.ofPlatform().daemon().start(() -> letTimePassUntilEnd(id));
        SnapshotRecord copy = near.engine.await(pending);
        assertThat(copy.stateMessage()).isEmpty();
        assertThat(near.engine.restored(copy).sameContent(device)).isTrue();
        assertThat(Objects.requireNonNull(copy.content()).blocksRead())
                .isLessThan(Math.ceilDiv(contentBytes(source), VolumeGeometry.BLOCK_BYTES));
    }

    private void letTimePassUntilEnd(SnapshotId copy) {
        while (near.engine.snapshots.find(copy).orElseThrow().state() == SnapshotState.PENDING) {
            near.engine.nanos.addAndGet(100_000_000L);
            Thread.onSpinWait();
        }
    }

    private DistantCopyOrder at(Pace pace, SnapshotRecord source) {
        DistantCopyOrder free = near.order(far, source, KEY);
        return new DistantCopyOrder(free.source(), "", List.of(), false, KEY, free.ownerId(), pace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy.after-pending",
                "snapshot.before-copy",
                "snapshot.after-copy",
                "snapshot.after-map",
                "snapshot.after-flush",
                "snapshot.after-commit"
            })
    void anotherDaemonGoesOnAfterDeathAtEachPoint(String point) {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        PowerCutDisk disk = new PowerCutDisk(7);
        try (RemoteFixture doomed = new RemoteFixture(4, disk.open())) {
            far.know("doomed", doomed, doomed.port());
            doomed.know("far", far, far.port());
            CountDownLatch dead = new CountDownLatch(1);
            doomed.engine.crashPoints.set(name -> {
                if (name.equals(point)) {
                    disk.cut();
                    dead.countDown();
                    throw new SimulatedDeath();
                }
            });
            Thread asking = Thread.ofPlatform().start(() -> {
                try {
                    SnapshotRecord unused = doomed.engine.snapshots.copyFrom(doomed.order(far, source, KEY));
                } catch (SimulatedDeath e) {
                    // That is what this is about.
                }
            });
            join(asking);
            await(dead);
            doomed.engine.crashPoints.set(CrashPoints.NONE);
            doomed.engine.on(disk.open());
            doomed.restart();
            SnapshotRecord copy =
                    doomed.engine.await(doomed.engine.snapshots.list().getFirst());
            assertThat(copy.stateMessage()).isEmpty();
            assertThat(doomed.engine.restored(copy).sameContent(device)).isTrue();
            assertThat(doomed.engine.verify().damaged()).isFalse();
        }
    }

    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void copyWaitsForADaemonThatIsAway() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        int port = far.port();
        CountDownLatch go = hold("snapshot.before-copy");
        SnapshotRecord pending = near.engine.snapshots.copyFrom(near.order(far, source, KEY));
        far.service().hangUp();
        go.countDown();
        far.listen(port);
        SnapshotRecord copy = near.engine.await(pending);
        assertThat(copy.stateMessage()).isEmpty();
        assertThat(near.engine.restored(copy).sameContent(device)).isTrue();
    }

    @Test
    void copyOfWhatIsDeletedBeforeItBeganEndsInAnErrorThatSaysSo() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        CountDownLatch go = hold("copy.after-pending");
        Thread asking = Thread.ofPlatform().start(() -> near.engine.snapshots.copyFrom(near.order(far, source, KEY)));
        while (near.engine.snapshots.list().isEmpty()) {
            Thread.onSpinWait();
        }
        far.engine.snapshots.delete(List.of(new SnapshotId(source.snapshotId())));
        go.countDown();
        SnapshotRecord copy = near.engine.await(near.engine.snapshots.list().getFirst());
        assertThat(asking.isInterrupted()).isFalse();
        assertThat(copy.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(copy.stateMessage()).contains("there is no " + source.snapshotId());
    }

    @Test
    void sourceMayBeDeletedAndCollectedWhileItIsOpen() throws IOException {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        SnapshotId id = new SnapshotId(source.snapshotId());
        try (Asking line = near.service().lines().ask(near.service().remotes().require("far"))) {
            line.open(id);
            far.engine.snapshots.delete(List.of(id));
            far.engine.collect();
            assertThat(line.page(Optional.empty(), 0, device.geometry().blockCount())
                            .blocks())
                    .hasSize((int) Math.ceilDiv(contentBytes(source), VolumeGeometry.BLOCK_BYTES));
        }
    }

    @Test
    void pendingCopyIsEndedByDeletingIt() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        far.service().hangUp();
        assertThatThrownBy(() -> near.engine.snapshots.copyFrom(near.order(far, source, KEY)))
                .isInstanceOf(Failure.Unavailable.class);
        far.listen();
        near.service().remotes().remove("far");
        near.know("far", far, far.port());
        CountDownLatch go = hold("snapshot.before-copy");
        SnapshotRecord pending = near.engine.snapshots.copyFrom(near.order(far, source, KEY));
        far.service().hangUp();
        go.countDown();
        near.engine.snapshots.delete(List.of(new SnapshotId(pending.snapshotId())));
        assertThat(near.engine.snapshots.find(new SnapshotId(pending.snapshotId())))
                .isEmpty();
    }

    @Test
    void damagedBlockThereEndsInAnErrorThatNamesIt() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        far.engine.packs(ChunkKind.DATA).forEach(pack -> far.engine.damage(pack, 500));
        SnapshotRecord copy = copied(source);
        assertThat(copy.state()).isEqualTo(SnapshotState.ERROR);
        assertThat(copy.stateMessage()).contains("remote far: block ").contains("damaged");
    }

    @Test
    void strangerIsRefusedOnBothSides() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        try (RemoteFixture third = new RemoteFixture(3)) {
            third.know("far", far, far.port());
            assertThatThrownBy(() -> third.engine.snapshots.copyFrom(third.order(far, source, KEY)))
                    .isInstanceOf(Failure.Denied.class)
                    .hasMessageContaining("your fingerprint " + third.fingerprint() + " is not known here");
            near.know("wrong", third, far.port());
            assertThatThrownBy(() -> near.engine.snapshots.copyFrom(near.order(third, source, KEY)))
                    .isInstanceOf(Failure.Denied.class)
                    .hasMessageContaining("is another daemon")
                    .hasMessageContaining(far.fingerprint().hex());
        }
    }

    @Test
    void whatMayNotBeReadIsNot() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        far.service().remotes().remove("near");
        far.service()
                .remotes()
                .add(new RemoteRecord("near", "", near.fingerprint().hex(), false, true, null));
        assertThatThrownBy(() -> near.engine.snapshots.copyFrom(near.order(far, source, KEY)))
                .isInstanceOf(Failure.Denied.class);
    }

    @Test
    void whatCannotBeInTimeIsRefusedWithFigures() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        DistantCopyOrder late = at(new Pace(10_000, Optional.of(Duration.ofMinutes(1))), source);
        assertThatThrownBy(() -> near.engine.snapshots.copyFrom(late))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("within 1 minutes")
                .hasMessageContaining("10000 bytes a second");
        assertThat(near.engine.snapshots.list()).isEmpty();
    }

    @Test
    void whatWillBeLateSaysSoAndGoesOn() {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        CountDownLatch go = hold("snapshot.before-copy");
        SnapshotRecord pending =
                near.engine.snapshots.copyFrom(at(new Pace(0, Optional.of(Duration.ofMinutes(2))), source));
        SnapshotId id = new SnapshotId(pending.snapshotId());
        while (phase(id) == SnapshotPhase.QUEUED) {
            Thread.onSpinWait();
        }
        assertThat(phase(id)).isEqualTo(SnapshotPhase.COPYING);
        // The clock goes on by a second whenever it is looked at.
        for (int seconds = 0; seconds < 120; seconds++) {
            near.engine.clock.instant();
        }
        assertThat(phase(id)).isEqualTo(SnapshotPhase.AT_RISK);
        go.countDown();
        assertThat(near.engine.await(pending).state()).isEqualTo(SnapshotState.COMPLETED);
    }

    private SnapshotPhase phase(SnapshotId copy) {
        return near.engine.snapshots.progress(copy).orElseThrow().phase();
    }

    @Test
    void snapshotsAreListedAsFarAsTheyAreCompleted() throws IOException {
        SnapshotRecord source = far.engine.snapshot("/dev/a");
        try (Asking line = near.service().lines().ask(near.service().remotes().require("far"))) {
            assertThat(line.list(10)).singleElement().satisfies(facts -> {
                assertThat(facts.snapshot().value()).isEqualTo(source.snapshotId());
                assertThat(facts.contentBytes()).isEqualTo(contentBytes(source));
            });
        }
    }

    private SnapshotRecord copied(SnapshotRecord source) {
        return near.engine.await(near.engine.snapshots.copyFrom(near.order(far, source, KEY)));
    }

    private CountDownLatch hold(String where) {
        CountDownLatch go = new CountDownLatch(1);
        near.engine.crashPoints.set(point -> {
            if (point.equals(where)) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        });
        return go;
    }

    private static long contentBytes(SnapshotRecord snapshot) {
        return Objects.requireNonNull(snapshot.content()).fullSnapshotSizeInBytes();
    }

    private static byte[] block(int value) {
        byte[] block = new byte[VolumeGeometry.BLOCK_BYTES];
        Arrays.fill(block, (byte) value);
        return block;
    }
}
