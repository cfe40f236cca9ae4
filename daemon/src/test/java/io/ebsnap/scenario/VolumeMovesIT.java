package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.ManagedVolumeRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.VolumeMove;
import io.ebsnap.catalog.VolumeMoveState;
import io.ebsnap.device.PointInTime;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.DomainId;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.volume.DataPlane;
import io.ebsnap.volume.EpochOrder;
import io.ebsnap.volume.Fua;
import io.ebsnap.volume.HydrationSettings;
import io.ebsnap.volume.OneMoment;
import io.ebsnap.volume.VolumeChange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Volumes are moved from zone to zone under their users, and are whole in the one or the other whatever happens. */
class VolumeMovesIT {

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    TwoZones zones;

    /** Whether targets are encrypted. */
    boolean encrypted() {
        return false;
    }

    @BeforeEach
    void begin() throws IOException {
        zones = new TwoZones(directory, encrypted());
    }

    @AfterEach
    void end() {
        zones.gone.clear();
        zones.close();
    }

    /** The death of the process as the thread of a move sees it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Writes at random places until it is told to end, and knows what is there. */
    private static final class Writer implements AutoCloseable {
        private final DataPlane plane;
        private final byte[] content;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        private final Thread thread = Thread.ofPlatform().name("writer").unstarted(() -> noting(this::run));
        private final Thread other = Thread.ofPlatform().name("reader").unstarted(() -> noting(this::readAndFlush));
        private final CountDownLatch written = new CountDownLatch(50);

        Writer(DataPlane plane, byte[] content) {
            this.plane = plane;
            this.content = content;
        }

        Writer start() throws InterruptedException {
            thread.start();
            other.start();
            written.await();
            return this;
        }

        private void noting(Runnable work) {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure.set(e);
                throw e;
            }
        }

        private void readAndFlush() {
            Random random = new Random(4);
            while (!ended.get()) {
                byte[] unused = TwoZones.read(plane, random.nextInt(content.length - 4096), 4096);
                plane.flush();
            }
        }

        private void run() {
            Random random = new Random(3);
            while (!ended.get()) {
                int offset = random.nextInt(content.length / 512) * 512;
                byte[] bytes = new byte[Math.min(content.length - offset, (1 + random.nextInt(40)) * 512)];
                switch (random.nextInt(6)) {
                    case 0 -> {
                        note(offset, bytes);
                        plane.trim(offset, bytes.length, Fua.NO);
                    }
                    case 1 -> plane.flush();
                    default -> {
                        random.nextBytes(bytes);
                        note(offset, bytes);
                        plane.write(
                                offset,
                                ByteBuffer.allocateDirect(bytes.length)
                                        .put(bytes)
                                        .flip(),
                                random.nextInt(8) == 0 ? Fua.YES : Fua.NO);
                    }
                }
                written.countDown();
            }
        }

        private void note(int offset, byte[] bytes) {
            System.arraycopy(bytes, 0, content, offset, bytes.length);
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            ended.set(true);
            join(thread);
            join(other);
            assertThat(failure.get()).isNull();
        }
    }

    private @Nullable VolumeMove moveOf(String volume) {
        return zones.volumes.find(volume).record().move();
    }

    private ManagedVolumeRecord awaitMoved(String volume, String zone) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            ManagedVolumeRecord record = zones.volumes.find(volume).record();
            if (record.zone().equals(zone) && record.move() == null) {
                return record;
            }
            zones.volumes.lookAtZones();
            Thread.sleep(10);
        }
        throw new AssertionError(zones.volumes.find(volume).toString());
    }

    private void awaitFailed(String volume) throws InterruptedException {
        for (int i = 0; i < 3000; i++) {
            VolumeMove move = moveOf(volume);
            if (move != null && move.state() == VolumeMoveState.FAILED) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(zones.volumes.find(volume).toString());
    }

    private PointInTime instantOf(String volume) {
        return zones.volumes
                .take(
                        List.of(new EpochOrder(
                                volume,
                                new SnapshotId("snap-00000000000000009"),
                                DomainId.parse(zones.snapshot.origin().domainId()))),
                        OneMoment.ALONE)
                .getFirst();
    }

    private byte[] contentOf(String volume) {
        try (DataPlane plane = zones.volumes.use(volume, true, "test")) {
            return TwoZones.read(plane, 0, TwoZones.SIZE);
        }
    }

    /** What lies there: the content of a volume that nobody changes. */
    void assertOnTarget(Path target, byte[] expected) throws IOException {
        assertThat(Files.readAllBytes(target)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void volumeIsMovedUnderLoadAndBack(boolean ofSnapshot) throws IOException, InterruptedException {
        String id = zones.create("data", "a", ofSnapshot, TwoZones.PAUSED);
        byte[] content = ofSnapshot ? zones.content.clone() : new byte[TwoZones.SIZE];
        try (DataPlane plane = zones.volumes.use(id, false, "test")) {
            for (String zone : List.of("b", "a", "b")) {
                try (Writer _ = new Writer(plane, content).start()) {
                    zones.volumes.move("data", zone);
                    ManagedVolumeRecord moved = awaitMoved(id, zone);
                    assertThat(moved.needsStore()).isFalse();
                    assertThat(Path.of(moved.target().path()))
                            .isEqualTo(zones.volumesOf(zone).resolve(id).resolve("data"));
                    assertThat(zones.volumesOf(zone.equals("a") ? "b" : "a").resolve(id))
                            .doesNotExist();
                }
                assertThat(TwoZones.read(plane, 0, TwoZones.SIZE)).isEqualTo(content);
                assertThat(zones.volumes.find(id).users()).containsExactly("test");
            }
        }
        assertThat(zones.volumes.find(id).users()).isEmpty();
        zones.volumes.close();
        zones.start();
        assertThat(contentOf(id)).isEqualTo(content);
        assertOnTarget(zones.volumesOf("b").resolve(id).resolve("data"), content);
        zones.volumes.delete(id);
        assertThat(zones.volumesOf("b").resolve(id)).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "volume-move.after-target",
                "volume-move.before-switch",
                "volume-move.after-switch",
                "volume-move.after-removal"
            })
    void deathAtAnyStepLeavesItWholeAndTheNextDaemonGoesOn(String point) throws InterruptedException {
        String id = zones.create("data", "a", true, TwoZones.PAUSED);
        byte[] content = zones.content.clone();
        CountDownLatch dead = new CountDownLatch(1);
        DataPlane plane = zones.volumes.use(id, false, "test");
        try (Writer _ = new Writer(plane, content).start()) {
            zones.crashPoints.set(reached -> {
                if (reached.equals(point)) {
                    dead.countDown();
                    throw new Death();
                }
            });
            zones.volumes.move(id, "b");
            dead.await();
        }
        zones.crashPoints.set(CrashPoints.NONE);
        zones.start();
        assertThat(contentOf(id)).isEqualTo(content);
        awaitMoved(id, "b");
        assertThat(contentOf(id)).isEqualTo(content);
        assertThat(zones.volumesOf("a").resolve(id)).doesNotExist();
    }

    @Test
    void nextSnapshotReadsOnlyWhatWasWrittenHoweverOftenItMoved() throws InterruptedException {
        String id = zones.create("data", "a", true, HydrationSettings.UNLIMITED);
        SnapshotRecord before = zones.engine.snapshot(id);
        byte[] content = zones.content.clone();
        byte[] written = new byte[4096];
        try (DataPlane plane = zones.volumes.use(id, false, "test")) {
            for (String zone : List.of("b", "a")) {
                int offset = zone.equals("b") ? 8192 : 3 * TwoZones.BLOCK;
                System.arraycopy(written, 0, content, offset, written.length);
                TwoZones.write(plane, offset, written);
                zones.volumes.move(id, zone);
                awaitMoved(id, zone);
            }
        }
        SnapshotRecord after = zones.engine.snapshot(id);
        assertThat(after.origin().parentSnapshotId()).isEqualTo(before.snapshotId());
        assertThat(after.origin().changeDetection()).startsWith("exact");
        assertThat(Objects.requireNonNull(after.content()).blocksChanged()).isEqualTo(2);
        zones.volumes.close();
        zones.engine.restart();
        zones.start();
        assertThat(contentOf(id)).isEqualTo(content);
        assertThat(zones.engine.snapshot(id).origin().changeDetection()).startsWith("exact");
    }

    @Test
    void moveIsCancelledAndTheVolumeStays() throws InterruptedException {
        String id = zones.create("data", "a", true, TwoZones.PAUSED);
        PointInTime instant = instantOf(id);
        assertThatThrownBy(() -> zones.volumes.cancelMove(id)).isInstanceOf(Failure.Conflict.class);
        zones.volumes.move(id, "b");
        assertThatThrownBy(() -> zones.volumes.move(id, "b")).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> zones.volumes.modify(id, VolumeChange.ofSize(2L * TwoZones.SIZE)))
                .isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> zones.volumes.removeZone("b", () -> "gone")).isInstanceOf(Failure.Conflict.class);
        assertThat(zones.volumes.cancelMove("data").record().move()).isNull();
        assertThat(zones.volumes.find(id).record().zone()).isEqualTo("a");
        assertThat(zones.volumesOf("b").resolve(id)).doesNotExist();
        assertThat(contentOf(id)).isEqualTo(zones.content);
        instant.close();
        assertThatThrownBy(() -> zones.volumes.move(id, "a")).isInstanceOf(Failure.Conflict.class);
        zones.drained.add("b");
        assertThatThrownBy(() -> zones.volumes.move(id, "b")).isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void volumeStaysWhereItWasWhenTheNewZoneIsLost() throws InterruptedException {
        String id = zones.create("data", "a", true, TwoZones.PAUSED);
        PointInTime instant = instantOf(id);
        zones.volumes.move(id, "b");
        zones.gone.add("b");
        instant.close();
        awaitFailed(id);
        assertThat(Objects.requireNonNull(moveOf(id)).message()).contains("zone b");
        assertThat(contentOf(id)).isEqualTo(zones.content);
        zones.volumes.adjust(id, HydrationSettings.UNLIMITED);
        zones.gone.clear();
        zones.volumes.move(id, "b");
        awaitMoved(id, "b");
        assertThat(contentOf(id)).isEqualTo(zones.content);
    }

    @Test
    void whatIsLeftInALostZoneIsRemovedWhenItIsBack() throws InterruptedException {
        String id = zones.create("data", "b", true, TwoZones.PAUSED);
        zones.crashPoints.set(reached -> {
            if (reached.equals("volume-move.after-switch")) {
                zones.gone.add("b");
            }
        });
        zones.volumes.move(id, "a");
        while (!zones.volumes.find(id).record().zone().equals("a")) {
            Thread.sleep(10);
        }
        assertThat(contentOf(id)).isEqualTo(zones.content);
        zones.volumes.lookAtZones();
        assertThat(Objects.requireNonNull(moveOf(id)).state()).isEqualTo(VolumeMoveState.OPTIMIZING);
        assertThatThrownBy(() -> zones.volumes.cancelMove(id)).isInstanceOf(Failure.Conflict.class);
        zones.gone.clear();
        while (moveOf(id) != null) {
            zones.volumes.lookAtZones();
        }
        assertThat(zones.volumesOf("b").resolve(id)).doesNotExist();
        assertThat(contentOf(id)).isEqualTo(zones.content);
    }

    @Test
    void volumeThatIsBeingMovedIsDeletedInBothZones() {
        String id = zones.create("data", "a", true, TwoZones.PAUSED);
        zones.crashPoints.set(reached -> {
            if (reached.equals("volume-move.before-switch")) {
                throw new Failure.Unavailable("not now", null);
            }
        });
        zones.volumes.move(id, "b");
        zones.volumes.delete(id);
        assertThat(zones.volumes.list()).isEmpty();
        assertThat(zones.volumesOf("a").resolve(id)).doesNotExist();
        assertThat(zones.volumesOf("b").resolve(id)).doesNotExist();
    }

    @Test
    void updateThatFailedAfterAllIsFoundOut() throws InterruptedException {
        String id = zones.create("data", "a", true, TwoZones.PAUSED);
        byte[] content = zones.content.clone();
        AtomicBoolean switching = new AtomicBoolean();
        CountDownLatch failed = new CountDownLatch(1);
        zones.engine.crashPoints.set(reached -> {
            if (reached.equals("catalog.after-put") && switching.getAndSet(false)) {
                failed.countDown();
                throw new Failure.Unavailable("the store does not answer", null);
            }
        });
        zones.crashPoints.set(reached -> switching.set(reached.equals("volume-move.before-switch")));
        try (DataPlane plane = zones.volumes.use(id, false, "test");
                Writer _ = new Writer(plane, content).start()) {
            zones.volumes.move(id, "b");
            failed.await();
            awaitMoved(id, "b");
        }
        assertThat(contentOf(id)).isEqualTo(content);
    }
}
