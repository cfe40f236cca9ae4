package io.ebsnap.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.TieringStatus;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageCaller;
import io.ebsnap.image.ImageLabel;
import io.ebsnap.image.ImageParts;
import io.ebsnap.image.ImageRecords;
import io.ebsnap.image.ImageRegistration;
import io.ebsnap.image.ImageUses;
import io.ebsnap.image.Images;
import io.ebsnap.image.Lending;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.FollowUps;
import io.ebsnap.lifecycle.Occurrence;
import io.ebsnap.lifecycle.Occurrence.Kind;
import io.ebsnap.lifecycle.RunReport;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.LockState;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.Nobody;
import io.ebsnap.scenario.PoliciesAtWork;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SharingService;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachments;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies lock, archive and deprecate by the services that people do it by, once, and keep what these keep. */
final class PolicyDeedsTest {

    private static final String OWN = "000000000000";
    /** The clock of the engine goes on while it works, so that a day is somewhat more. */
    private static final Duration DAY = Duration.ofHours(25);

    private static final String DAILY = """
            [target]
            all = true
            [schedule.daily]
            every = "1 day"
            [schedule.daily.retain]
            count = 1
            """;
    private static final String LOCK = "[schedule.daily.lock]\nmode = \"compliance\"\nduration = \"3 days\"\n";
    private static final String ARCHIVE = "[schedule.daily.archive]\nafter = \"1 day\"\n";

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private EngineFixture engine;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private PoliciesAtWork work;

    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What the daemon carries policies out with, over the engine of the test. */
    private record Doing(PoliciesAtWork work, EngineFixture engine) implements FollowUps {

        @Override
        public Set<FollowUp.Kind> executable() {
            return PolicyFollowUps.executable(true);
        }

        @Override
        public String carryOut(FollowUp followUp, SnapshotId snapshot, Ward as) {
            switch (followUp) {
                case FollowUp.Lock lock -> new PolicyLocks(engine.locks).lock(lock, snapshot);
                case FollowUp.Archive archive ->
                    new PolicyArchiving(engine.snapshots, engine.tiering).archive(snapshot);
                case FollowUp.Deprecate deprecate -> {
                    return new PolicyDeprecation(images(work, engine), () -> work.now)
                            .deprecate(snapshot, as.accountId());
                }
                default -> throw new AssertionError(followUp);
            }
            return "";
        }
    }

    private static Images images(PoliciesAtWork work, EngineFixture engine) {
        return new Images(
                new ImageRecords(
                        engine.catalog,
                        new Surroundings(
                                () -> work.now,
                                () -> 0,
                                engine.random,
                                name -> engine.crashPoints.get().reached(name))),
                new ImageUses(engine.catalog),
                new ImageCaller(OWN, true),
                new ImageParts(
                        engine.snapshots,
                        Nobody.of(SharingService.class),
                        Nobody.of(ManagedVolumes.class),
                        Nobody.of(Lending.class),
                        Nobody.of(VolumeAttachments.class)));
    }

    @BeforeEach
    void begin() {
        engine = new EngineFixture(23);
        engine.machine.instantsBy(ConsistencyMethod.REFLINK);
        engine.lockTime = () -> work == null ? PoliciesAtWork.BEGIN : work.now;
        engine.objections = List.of(snapshot -> new ImageUses(engine.catalog).to(snapshot));
        engine.restart();
        work = new PoliciesAtWork(
                engine,
                directory,
                at -> new PoliciesAtWork.Means(
                        new Doing(at, engine),
                        new SnapshotSafeguards(
                                engine.locks, new ImageUses(engine.catalog), engine.care::verifiedAt, () -> at.now)));
        work.volume("/dev/a");
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private void policy(String text) {
        work.policy("p", text);
        work.after(Duration.ZERO);
        after(DAY);
    }

    private List<RunReport> after(Duration time) {
        engine.clock.advance(time);
        return work.after(time);
    }

    private SnapshotRecord first() {
        return work.all().getFirst();
    }

    private static SnapshotId id(SnapshotRecord snapshot) {
        return new SnapshotId(snapshot.snapshotId());
    }

    private static Stream<Occurrence> all(List<RunReport> reports, Kind kind) {
        return reports.stream().flatMap(report -> report.occurrences().stream()).filter(what -> what.kind() == kind);
    }

    private SnapshotLock lockOf(SnapshotRecord snapshot) {
        return engine.locks.find(id(snapshot)).orElseThrow();
    }

    private void awaitMoves() {
        for (int i = 0; i < 6_000; i++) {
            if (work.all().stream()
                    .noneMatch(one -> one.tiering() != null
                            && one.tiering().lastTieringOperationStatus().inProgress())) {
                return;
            }
            engine.tiering.round();
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("still being moved");
    }

    @Test
    void aSnapshotIsLockedUntilItsAgeAndGoesWhenThatIsOver() {
        policy(DAILY + LOCK);
        SnapshotRecord snapshot = first();
        Instant end = snapshot.startTime().plus(Duration.ofDays(3));
        assertThat(lockOf(snapshot).record().lockExpiresOn()).isEqualTo(end);
        assertThat(lockOf(snapshot).record().lockMode()).isEqualTo(LockMode.COMPLIANCE);
        assertThat(work.lifecycle.explain(id(snapshot)).deletion()).isEqualTo(end);
        List<RunReport> reports = after(DAY);
        assertThat(all(reports, Kind.DELETED)).isEmpty();
        assertThat(all(reports, Kind.KEPT))
                .isNotEmpty()
                .allMatch(what -> what.snapshotId().equals(snapshot.snapshotId())
                        && what.reason().equals("kept because it is locked until " + end + " (compliance)"));
        after(DAY);
        after(DAY);
        assertThat(engine.snapshots.find(id(snapshot))).isEmpty();
    }

    @Test
    void aLockThatIsThereIsMadeStrongerAndNeverWeaker() {
        String nine = DAILY.replace("count = 1", "count = 9");
        policy(nine);
        SnapshotRecord snapshot = first();
        Instant far = work.now.plus(Duration.ofDays(90));
        engine.locks.lock(new LockOrder(id(snapshot), LockMode.GOVERNANCE, null, far, null));
        work.policy("p", nine + LOCK);
        work.after(Duration.ZERO);
        assertThat(lockOf(snapshot).record().lockMode()).isEqualTo(LockMode.COMPLIANCE);
        assertThat(lockOf(snapshot).record().lockExpiresOn()).isEqualTo(far);
    }

    @Test
    void aCoolOffPeriodIsKept() {
        String nine = DAILY.replace("count = 1", "count = 9");
        policy(nine + LOCK.replace("mode", "cool-off = \"5 hours\"\nmode"));
        SnapshotLock lock = lockOf(first());
        assertThat(lock.state()).isEqualTo(LockState.COMPLIANCE_COOLOFF);
        assertThat(lock.record().coolOffPeriod()).isEqualTo(5);
        engine.locks.unlock(id(first()));
        work.after(Duration.ZERO);
        assertThat(engine.locks.find(id(first()))).isEmpty();
    }

    @Test
    void aSnapshotIsArchivedAtItsAge() {
        policy(DAILY.replace("count = 1", "count = 3") + ARCHIVE);
        assertThat(first().inArchive()).isFalse();
        after(DAY);
        awaitMoves();
        SnapshotRecord archived = first();
        assertThat(archived.inArchive()).isTrue();
        assertThat(work.all().getLast().inArchive()).isFalse();
        after(DAY);
        awaitMoves();
        assertThat(work.all().getFirst().tiering()).isEqualTo(archived.tiering());
    }

    @Test
    void anArchiveThatIsAwayIsToldAndTriedAgain() {
        policy(DAILY.replace("count = 1", "count = 3") + ARCHIVE);
        after(DAY);
        awaitMoves();
        engine.archiveDisk.unmount();
        assertThat(all(after(DAY), Kind.FAILED))
                .isNotEmpty()
                .allMatch(what -> what.reason().startsWith("archive: "));
        engine.archiveDisk.mount();
        work.after(Duration.ZERO);
        awaitMoves();
        assertThat(work.all()).filteredOn(SnapshotRecord::inArchive).hasSize(2);
    }

    @Test
    void anImageOfASnapshotKeepsItAndIsDeprecatedAtItsAge() {
        policy(DAILY + "[schedule.daily.deprecate]\nafter = \"2 days\"\n");
        SnapshotRecord snapshot = first();
        ImageRecord image = images(work, engine)
                .register(new ImageRegistration(
                        new ImageLabel("web", "", List.of()),
                        new ImageMachine("x86_64", "uefi", ""),
                        List.of(new ImageDevice("/dev/sda", snapshot.snapshotId(), 0, true))));
        List<RunReport> reports = after(DAY);
        assertThat(all(reports, Kind.KEPT))
                .isNotEmpty()
                .allMatch(what -> what.reason().contains("image " + image.imageId() + " uses it"));
        assertThat(work.lifecycle.explain(id(snapshot)).reasons())
                .singleElement()
                .matches(reason -> reason.contains(image.imageId()));
        assertThat(deprecated(image)).isFalse();
        after(DAY);
        assertThat(deprecated(image)).isTrue();
        Instant when = engine.catalog
                .find(CatalogKind.IMAGE, image.imageId())
                .orElseThrow()
                .terms()
                .deprecationTime();
        after(DAY);
        assertThat(engine.catalog
                        .find(CatalogKind.IMAGE, image.imageId())
                        .orElseThrow()
                        .terms()
                        .deprecationTime())
                .isEqualTo(when);
    }

    private boolean deprecated(ImageRecord image) {
        return engine.catalog
                        .find(CatalogKind.IMAGE, image.imageId())
                        .orElseThrow()
                        .terms()
                        .deprecationTime()
                != null;
    }

    @Test
    void whatAVerificationFoundSoundStaysUntilANewerOneIs() {
        policy(DAILY);
        SnapshotRecord snapshot = first();
        engine.awaitTask(engine.care.verifySnapshot(id(snapshot)));
        after(DAY);
        after(DAY);
        assertThat(work.all()).hasSize(2);
        assertThat(engine.snapshots.find(id(snapshot))).isPresent();
        engine.awaitTask(engine.care.verifySnapshot(id(work.all().getLast())));
        work.after(Duration.ZERO);
        assertThat(engine.snapshots.find(id(snapshot))).isEmpty();
    }

    /** What policies are told is kept is what deleting it is refused for. */
    @Test
    void whatIsKeptIsWhatADeletionIsRefusedFor() {
        policy(DAILY.replace("count = 1", "count = 5") + LOCK);
        SnapshotRecord snapshot = first();
        Deletion refused = engine.snapshots.delete(List.of(id(snapshot))).getFirst();
        assertThat(refused.outcome()).isEqualTo(Deletion.Outcome.FAILED);
        work.policy("p", DAILY.replace("count = 1", "age = \"1 minute\""));
        after(DAY);
        assertThat(work.lifecycle.explain(id(snapshot)).reasons()).containsExactly(refused.message());
    }

    @Test
    void withoutAnArchiveAPolicyThatWantsOneIsRefused() {
        assertThat(PolicyFollowUps.executable(false))
                .doesNotContain(FollowUp.Kind.ARCHIVE)
                .contains(FollowUp.Kind.LOCK, FollowUp.Kind.DEPRECATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock.after-evidence",
                "lock.after-record",
                "lock.after-settled",
                "archive.after-identity",
                "tiering.after-order",
                "lifecycle.after-follow-up",
                "lifecycle.after-mark"
            })
    void afterDeathAtEachStepEachIsDoneOnce(String point) {
        for (int time = 1; time <= 2; time++) {
            AtomicInteger left = new AtomicInteger(time);
            engine.crashPoints.set(name -> {
                if (name.equals(point) && left.decrementAndGet() == 0) {
                    throw new SimulatedDeath();
                }
            });
            String text = DAILY.replace("count = 1", "count = 9") + LOCK + ARCHIVE.replace("1 day", "1 minute");
            work.policy("p" + time, text.replace("daily", "daily" + time));
            work.after(Duration.ZERO);
            try {
                after(DAY);
            } catch (SimulatedDeath e) {
                // That is what this is about.
            }
            engine.crashPoints.set(CrashPoints.NONE);
            engine.tiering.close();
            engine.view = new MemoryCatalogView();
            engine.restart();
            work.restart();
            after(Duration.ofHours(3));
            awaitMoves();
            work.after(Duration.ZERO);
            for (SnapshotRecord snapshot : work.all()) {
                assertThat(lockOf(snapshot).record().lockExpiresOn())
                        .as(point)
                        .isEqualTo(snapshot.startTime().plus(Duration.ofDays(3)));
                assertThat(snapshot.tiering()).as(point).isNotNull();
                assertThat(snapshot.tiering().lastTieringOperationStatus())
                        .as(point)
                        .isEqualTo(TieringStatus.ARCHIVAL_COMPLETED);
            }
            assertThat(all(work.after(Duration.ZERO), Kind.FOLLOWED_UP))
                    .as(point)
                    .isEmpty();
            assertThat(all(work.after(Duration.ZERO), Kind.FAILED)).as(point).isEmpty();
        }
        assertThatThrownBy(() -> engine.locks.unlock(id(first()))).as(point).isNotNull();
    }
}
