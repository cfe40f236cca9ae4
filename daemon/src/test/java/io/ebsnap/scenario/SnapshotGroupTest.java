package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.SnapshotGroup;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.volume.VolumeOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots of several volumes: one instant, one group, all of use or none. */
final class SnapshotGroupTest {

    private static final long MIB = 1 << 20;

    private final EngineFixture engine = new EngineFixture(71);
    private final CountDownLatch go = new CountDownLatch(1);

    @BeforeEach
    void start() {
        engine.restart();
        add("/dev/a");
        add("/dev/b");
        add("/dev/c");
    }

    private void add(String path) {
        engine.machine.add(path, 4 * MIB).put(1, filled());
    }

    private static byte[] filled() {
        byte[] bytes = new byte[1 << 19];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    @AfterEach
    void stop() {
        go.countDown();
        engine.close();
    }

    private static SnapshotOrder of(String... volumes) {
        return new SnapshotOrder(List.of(volumes), "", List.of(), Optional.empty(), null, null, null);
    }

    /** Reads of a device wait until {@link #go}. */
    private void hold(String device) {
        engine.machine.device(device).beforeRead(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static SnapshotGroup group(SnapshotRecord record) {
        return Objects.requireNonNull(record.origin().group());
    }

    private static SnapshotId id(SnapshotRecord record) {
        return new SnapshotId(record.snapshotId());
    }

    private List<SnapshotState> ends(List<SnapshotRecord> begun) {
        return begun.stream().map(one -> engine.await(one).state()).toList();
    }

    private String messageOf(SnapshotRecord record) {
        return engine.snapshots.find(id(record)).orElseThrow().stateMessage();
    }

    @Test
    void snapshotsOfSeveralVolumesAreAGroupOfOneStartTimeAndOneAloneIsOfNone() {
        List<SnapshotRecord> all = engine.snapshots.create(of("/dev/a", "/dev/b", "/dev/c"));
        assertThat(all)
                .extracting(SnapshotRecord::startTime)
                .containsOnly(all.getFirst().startTime());
        assertThat(all).extracting(SnapshotGroupTest::group).containsOnly(group(all.getFirst()));
        assertThat(group(all.getFirst()).volumes()).isEqualTo(3);
        assertThat(group(all.getFirst()).heldMillis()).isEqualTo(5);
        assertThat(ends(all)).containsOnly(SnapshotState.COMPLETED);
        assertThat(group(engine.await(all.getLast()))).isEqualTo(group(all.getFirst()));
        assertThat(engine.snapshot("/dev/a").origin().group()).isNull();
    }

    @Test
    void oneThatFailsMakesAllFailAlsoThoseThatAreCompleted() {
        hold("/dev/b");
        List<SnapshotRecord> all = engine.snapshots.create(of("/dev/a", "/dev/b"));
        assertThat(engine.await(all.getFirst()).state()).isEqualTo(SnapshotState.COMPLETED);
        engine.machine.loseInstants(true);
        go.countDown();
        assertThat(engine.await(all.getLast()).state()).isEqualTo(SnapshotState.ERROR);
        assertThat(ends(all)).containsOnly(SnapshotState.ERROR);
        assertThat(messageOf(all.getFirst()))
                .startsWith(all.getLast().snapshotId() + ", which was taken at the same instant, failed: ")
                .contains("was lost");
        assertThat(messageOf(all.getLast())).contains("was lost").doesNotContain("same instant");
    }

    @Test
    void oneThatSomebodyNeedsStaysThoughAnotherFails() {
        engine.close();
        engine.objections = List.of(record -> Optional.of("it is needed"));
        engine.restart();
        hold("/dev/b");
        List<SnapshotRecord> all = engine.snapshots.create(of("/dev/a", "/dev/b"));
        assertThat(engine.await(all.getFirst()).state()).isEqualTo(SnapshotState.COMPLETED);
        engine.machine.loseInstants(true);
        go.countDown();
        assertThat(ends(all)).containsExactly(SnapshotState.COMPLETED, SnapshotState.ERROR);
    }

    @Test
    void cancellingOneEndsAll() {
        hold("/dev/a");
        hold("/dev/b");
        List<SnapshotRecord> all = engine.snapshots.create(of("/dev/a", "/dev/b", "/dev/c"));
        assertThat(engine.snapshots.cancel(id(all.getLast())).stateMessage()).isEqualTo("cancelled on request");
        assertThat(messageOf(all.getFirst())).endsWith("failed: cancelled on request");
        go.countDown();
        assertThat(ends(all)).containsOnly(SnapshotState.ERROR);
        assertThat(engine.machine.artifacts()).isEmpty();
    }

    @Test
    void oneOfAGroupThatIsBeingTakenIsDeletedOnlyWithTheGroup() {
        hold("/dev/b");
        List<SnapshotRecord> all = engine.snapshots.create(of("/dev/a", "/dev/b"));
        SnapshotRecord completed = engine.await(all.getFirst());
        Deletion refused = engine.snapshots.delete(List.of(id(completed))).getFirst();
        assertThat(refused.outcome()).isEqualTo(Deletion.Outcome.FAILED);
        assertThat(refused.message()).contains(group(completed).snapshotGroupId());
        go.countDown();
        assertThat(engine.snapshots.delete(
                        all.stream().map(SnapshotGroupTest::id).toList()))
                .extracting(Deletion::outcome)
                .doesNotContain(Deletion.Outcome.FAILED);
        assertThat(engine.snapshots.list()).isEmpty();
    }

    @Test
    void oneOfAGroupThatWasTakenIsDeletedAlone() {
        List<SnapshotRecord> all = engine.snapshots.create(of("/dev/a", "/dev/b"));
        assertThat(ends(all)).containsOnly(SnapshotState.COMPLETED);
        engine.snapshots.delete(List.of(id(all.getFirst())));
        engine.close();
        engine.restart();
        assertThat(engine.await(all.getLast()).state()).isEqualTo(SnapshotState.COMPLETED);
    }

    @Test
    void tagsOfVolumesAreCopiedAndThoseOfTheOrderOutrankThem() {
        engine.volumes.register(new VolumeOrder("/dev/a", "root", List.of(new Tag("Name", "root"), new Tag("k", "v"))));
        engine.volumes.register(new VolumeOrder("/dev/b", "data", List.of(new Tag("Name", "data"))));
        List<SnapshotRecord> both = engine.snapshots.create(new SnapshotOrder(
                List.of("root", "data"),
                "",
                List.of(new Tag("k", "mine")),
                true,
                Optional.empty(),
                null,
                null,
                null,
                null,
                null));
        assertThat(both.get(0).tags()).containsExactly(new Tag("Name", "root"), new Tag("k", "mine"));
        assertThat(both.get(1).tags()).containsExactly(new Tag("Name", "data"), new Tag("k", "mine"));
        assertThat(ends(both)).containsOnly(SnapshotState.COMPLETED);
    }

    @Test
    void anOrderOfWhichOneInstantCannotBeHadKeepsNone() {
        assertThatThrownBy(() -> engine.snapshots.create(of("/dev/a", "/dev/none")))
                .isInstanceOf(Failure.NotFound.class);
        assertThat(engine.snapshots.list()).isEmpty();
        assertThat(engine.machine.artifacts()).isEmpty();
    }

    /** Each time the daemon dies when one more of the records is written. */
    @Test
    void aDeathBetweenTheRecordsLeavesErrorsOnAllOfThem() {
        for (int written = 1; written < 3; written++) {
            List<String> points = new ArrayList<>();
            int dying = written;
            engine.crashPoints.set(name -> {
                if (name.equals("snapshot.after-one-pending")) {
                    points.add(name);
                    if (points.size() == dying) {
                        throw new Death();
                    }
                }
            });
            assertThatThrownBy(() -> engine.snapshots.create(of("/dev/a", "/dev/b", "/dev/c")))
                    .isInstanceOf(Death.class);
            engine.crashPoints.set(CrashPoints.NONE);
            engine.restart();
            List<SnapshotRecord> left = engine.snapshots.list();
            assertThat(ends(left)).hasSize(written).containsOnly(SnapshotState.ERROR);
            assertThat(messageOf(left.getFirst())).contains("before all snapshots of its group were begun");
            assertThat(engine.machine.artifacts()).isEmpty();
            engine.snapshots.delete(left.stream().map(SnapshotGroupTest::id).toList());
        }
    }

    /** The machine dies under a daemon. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }
}
