package io.ebsnap.service;

import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.image.ImageCaller;
import io.ebsnap.image.ImageParts;
import io.ebsnap.image.ImageRecords;
import io.ebsnap.image.ImageUses;
import io.ebsnap.image.Images;
import io.ebsnap.image.Lending;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.FollowUps;
import io.ebsnap.lifecycle.Occurrence;
import io.ebsnap.lifecycle.Occurrence.Kind;
import io.ebsnap.lifecycle.RunReport;
import io.ebsnap.lifecycle.Ward;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.scenario.EngineFixture;
import io.ebsnap.scenario.Nobody;
import io.ebsnap.scenario.PoliciesAtWork;
import io.ebsnap.snapshot.SharingService;
import io.ebsnap.task.Surroundings;
import io.ebsnap.volume.ManagedVolumes;
import io.ebsnap.volume.VolumeAttachments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Policies over a whole engine, with what the daemon carries them out with. */
abstract class PolicyDeedsFixture {

    static final String OWN = "000000000000";
    /** The clock of the engine goes on while it works, so that a day is somewhat more. */
    static final Duration DAY = Duration.ofHours(25);

    static final String DAILY = """
            [target]
            all = true
            [schedule.daily]
            every = "1 day"
            [schedule.daily.retain]
            count = 1
            """;
    static final String LOCK = "[schedule.daily.lock]\nmode = \"compliance\"\nduration = \"3 days\"\n";
    static final String ARCHIVE = "[schedule.daily.archive]\nafter = \"1 day\"\n";

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    EngineFixture engine;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    PoliciesAtWork work;

    static final class SimulatedDeath extends Error {
        static final long serialVersionUID = 1;
    }

    /** What the daemon carries policies out with, over the engine of the test. */
    record Doing(PoliciesAtWork work, EngineFixture engine) implements FollowUps {

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

    static Images images(PoliciesAtWork work, EngineFixture engine) {
        return new Images(
                imageRecords(work, engine),
                new ImageUses(engine.catalog),
                new ImageCaller(OWN, true),
                new ImageParts(
                        engine.snapshots,
                        Nobody.of(SharingService.class),
                        Nobody.of(ManagedVolumes.class),
                        Nobody.of(Lending.class),
                        Nobody.of(VolumeAttachments.class)));
    }

    private static ImageRecords imageRecords(PoliciesAtWork work, EngineFixture engine) {
        return new ImageRecords(
                engine.catalog,
                new Surroundings(
                        () -> work.now,
                        () -> 0,
                        engine.random,
                        name -> engine.crashPoints.get().reached(name)));
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
                        new PolicyImages(ward -> images(at, engine), () -> at.now),
                        new SnapshotSafeguards(
                                engine.locks, new ImageUses(engine.catalog), engine.care::verifiedAt, () -> at.now)));
        work.meanwhile = () -> imageRecords(work, engine).settle();
        work.volume("/dev/a");
    }

    @AfterEach
    void end() {
        engine.close();
    }

    void policy(String text) {
        work.policy("p", text);
        work.after(Duration.ZERO);
        after(DAY);
    }

    List<RunReport> after(Duration time) {
        engine.clock.advance(time);
        return work.after(time);
    }

    SnapshotRecord first() {
        return work.all().getFirst();
    }

    static SnapshotId id(SnapshotRecord snapshot) {
        return new SnapshotId(snapshot.snapshotId());
    }

    static Stream<Occurrence> all(List<RunReport> reports, Kind kind) {
        return reports.stream().flatMap(report -> report.occurrences().stream()).filter(what -> what.kind() == kind);
    }

    SnapshotLock lockOf(SnapshotRecord snapshot) {
        return engine.locks.find(id(snapshot)).orElseThrow();
    }

    void awaitMoves() {
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
}
