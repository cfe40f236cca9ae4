package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ebsnap.bin.RuleOrder;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.device.ConsistencyMethod;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lifecycle.Explanation;
import io.ebsnap.lifecycle.Forecast;
import io.ebsnap.lifecycle.Marks;
import io.ebsnap.lifecycle.Occurrence;
import io.ebsnap.lifecycle.Occurrence.Kind;
import io.ebsnap.lifecycle.PolicyChange;
import io.ebsnap.lifecycle.PolicyView;
import io.ebsnap.lifecycle.RunReport;
import io.ebsnap.snapshot.SnapshotOrder;
import io.ebsnap.store.ObjectName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies carried out by a whole engine. */
final class LifecycleRunTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String HOURLY = """
            [target]
            tags = ["backup"]
            [schedule.hourly]
            name = "Every hour"
            every = "1 hour"
            [schedule.hourly.retain]
            count = 2
            """;

    @TempDir
    Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private EngineFixture engine;

    @SuppressWarnings("NullAway.Init") // by begin(), before each test
    private PoliciesAtWork work;

    @BeforeEach
    void begin() {
        engine = new EngineFixture(5);
        engine.machine.instantsBy(ConsistencyMethod.REFLINK);
        work = new PoliciesAtWork(engine, directory);
        work.volume("/dev/a", "backup");
        work.volume("/dev/b");
    }

    @AfterEach
    void end() {
        engine.close();
    }

    private static Stream<Occurrence> all(List<RunReport> reports, Kind kind) {
        return reports.stream().flatMap(report -> report.occurrences().stream()).filter(what -> what.kind() == kind);
    }

    private void hours(int count) {
        for (int i = 0; i < count; i++) {
            work.after(HOUR);
        }
    }

    @Test
    void aNewPolicyBeginsWithItsNextTimeAndKeepsWhatItSays() {
        work.policy("p", HOURLY);
        assertThat(all(work.after(Duration.ZERO), Kind.CREATED)).isEmpty();
        hours(4);
        assertThat(work.shown()).containsExactly("hour 3 hourly /dev/a", "hour 4 hourly /dev/a");
    }

    @Test
    void snapshotsCarryTheMarksOfDlm() {
        work.policy(
                "p",
                HOURLY.replace(
                        "count = 2", "count = 2\n[schedule.hourly.tags]\nof = \"$(volume-id) $(schedule-name)\""));
        work.after(Duration.ZERO);
        hours(1);
        SnapshotRecord snapshot = work.all().getFirst();
        assertThat(snapshot.tags())
                .contains(
                        new Tag("of", snapshot.volumeId() + " Every hour"),
                        new Tag(Marks.SCHEDULE_NAME, "Every hour"),
                        new Tag(Marks.MANAGED, "true"))
                .anyMatch(tag -> tag.key().equals(Marks.POLICY) && tag.value().startsWith("policy-"));
    }

    @Test
    void afterDowntimeOneIsMadeAndTheRestIsToldAsMissed() {
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        List<RunReport> reports = work.after(Duration.ofHours(30));
        assertThat(all(reports, Kind.CREATED)).hasSize(1);
        assertThat(all(reports, Kind.MISSED))
                .hasSize(1)
                .allMatch(what -> what.reason().startsWith("29 times"));
        assertThat(all(work.after(Duration.ZERO), Kind.CREATED)).isEmpty();
    }

    @Test
    void schedulesThatFireTogetherMakeOneSnapshot() {
        work.policy("p", HOURLY + "[schedule.two]\nevery = \"2 hours\"\n[schedule.two.retain]\ncount = 2\n");
        work.after(Duration.ZERO);
        hours(7);
        assertThat(work.shown())
                .containsExactly("hour 4 hourly+two /dev/a", "hour 6 hourly+two /dev/a", "hour 7 hourly /dev/a");
    }

    @Test
    void aRenamedScheduleKeepsItsSnapshots() {
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        hours(2);
        work.policy("p", HOURLY.replace("Every hour", "Hour by hour"));
        hours(2);
        assertThat(work.shown()).containsExactly("hour 3 hourly /dev/a", "hour 4 hourly /dev/a");
    }

    @Test
    void whatIsDisabledOrGoneOrWrongExpiresNot() {
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        hours(2);
        for (String other : List.of(
                "state = \"disabled\"\n" + HOURLY, HOURLY + "nonsense = 1\n", HOURLY.replace(".hourly", ".other"))) {
            work.policy("p", other);
            List<RunReport> reports = work.after(HOUR);
            assertThat(all(reports, Kind.DELETED)).as(other).isEmpty();
        }
        assertThat(work.shown()).contains("hour 1 hourly /dev/a", "hour 2 hourly /dev/a");
        work.policy("p", "state = \"disabled\"\n" + HOURLY);
        assertThat(work.lifecycle.list())
                .singleElement()
                .matches(view -> view.state() == PolicyView.State.DISABLED
                        && view.message().contains("nothing of it expires"));
        assertThat(all(work.after(HOUR), Kind.IDLE)).isNotEmpty();
    }

    @Test
    void whatWasDueWhileAPolicyWasDisabledIsNotMadeUpFor() {
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        hours(1);
        work.policy("p", "state = \"disabled\"\n" + HOURLY);
        work.after(Duration.ofHours(5));
        work.policy("p", HOURLY);
        assertThat(all(work.after(Duration.ZERO), Kind.CREATED)).isEmpty();
        assertThat(all(work.after(HOUR), Kind.CREATED)).hasSize(1);
    }

    @Test
    void aProtectedSnapshotAndTheLastOneStay() {
        work.policy("p", HOURLY.replace("count = 2", "count = 1"));
        work.after(Duration.ZERO);
        hours(1);
        String first = work.all().getFirst().snapshotId();
        work.protection.put(first, "it is locked");
        hours(3);
        assertThat(work.shown()).containsExactly("hour 1 hourly /dev/a", "hour 4 hourly /dev/a");
        assertThat(work.lifecycle.explain(new SnapshotId(first)).reasons()).containsExactly("it is locked");
        work.protection.clear();
        work.policy("p", HOURLY.replace("count = 2", "age = \"1 minute\"").replace("1 hour", "1 year"));
        work.after(Duration.ofDays(10));
        assertThat(work.shown()).containsExactly("hour 4 hourly /dev/a");
    }

    @Test
    void theLastOneThatWasVerifiedStaysUntilALaterOneIs() {
        work.policy("p", HOURLY.replace("count = 2", "count = 1"));
        work.after(Duration.ZERO);
        hours(1);
        String first = work.all().getFirst().snapshotId();
        work.verified.add(first);
        List<RunReport> reports = work.after(HOUR);
        assertThat(all(reports, Kind.DELETED)).isEmpty();
        assertThat(all(reports, Kind.KEPT))
                .isNotEmpty()
                .allMatch(what -> what.snapshotId().equals(first)
                        && what.reason().equals("kept because it is the last one of its volume that was verified"));
        assertThat(work.lifecycle.explain(new SnapshotId(first)).reasons())
                .containsExactly("it is the last one of its volume that was verified");
        hours(1);
        assertThat(work.shown()).containsExactly("hour 1 hourly /dev/a", "hour 3 hourly /dev/a");
        work.verified.add(work.all().getLast().snapshotId());
        work.after(Duration.ZERO);
        assertThat(work.shown()).containsExactly("hour 3 hourly /dev/a");
    }

    @Test
    void whatIsInTheRecycleBinIsNotTheLastOneOfItsVolume() {
        work.policy("p", HOURLY.replace("count = 2", "age = \"1 minute\""));
        work.after(Duration.ZERO);
        hours(2);
        String last = work.all().getLast().snapshotId();
        assertThat(work.shown()).containsExactly("hour 2 hourly /dev/a");
        work.policy("p", "state = \"disabled\"\n" + HOURLY);
        SnapshotRecord other = engine.snapshot("/dev/a");
        engine.rules.create(new RuleOrder(
                PoliciesAtWork.OWN, BinResourceType.EBS_SNAPSHOT, 7, "", List.of(), List.of(), List.of(), null));
        engine.snapshots.delete(List.of(new SnapshotId(other.snapshotId())));
        work.policy("p", HOURLY.replace("count = 2", "age = \"1 minute\"").replace("1 hour", "1 year"));
        work.after(Duration.ofDays(3));
        assertThat(engine.snapshots.find(new SnapshotId(last))).isPresent();
    }

    @Test
    void snapshotsByHandAreAdoptedByTheirTags() {
        engine.await(engine.snapshots
                .create(new SnapshotOrder(
                        List.of("/dev/a"), "", List.of(new Tag("by", "me")), Optional.empty(), null, null, null))
                .getFirst());
        work.policy("p", HOURLY.replace("every =", "adopt = [\"by=me\"]\nevery ="));
        work.after(Duration.ZERO);
        assertThat(work.shown()).containsExactly("by hand  /dev/a");
        hours(2);
        assertThat(work.shown()).containsExactly("hour 1 hourly /dev/a", "hour 2 hourly /dev/a");
    }

    @Test
    void aDefaultPolicyIsForWhatHasNoRecentSnapshot() {
        work.volume("/dev/boot");
        work.policy("z", HOURLY);
        work.policy(
                "a",
                "default = true\n[exclude]\nboot = true\n[schedule.rest]\nevery = \"1 hour\"\nonly-without = \"2 hours\"\n");
        work.after(Duration.ZERO);
        hours(3);
        assertThat(work.shown())
                .containsExactly(
                        "hour 1 rest /dev/b", "hour 2 hourly /dev/a", "hour 3 hourly /dev/a", "hour 3 rest /dev/b");
    }

    @Test
    void copiesFollowAndAreKeptByTheirOwnRule() {
        work.policy(
                "p",
                HOURLY
                        + "[schedule.hourly.copy.far]\nkey = \"alias/other\"\n[schedule.hourly.copy.far.retain]\ncount = 1\n");
        work.after(Duration.ZERO);
        hours(3);
        assertThat(work.shown())
                .containsExactly("hour 2 hourly /dev/a", "hour 3 hourly /dev/a", "hour 3 hourly copy.far /dev/a");
        SnapshotRecord copy = work.all().stream()
                .filter(snapshot -> snapshot.origin().copied())
                .findFirst()
                .orElseThrow();
        assertThat(Marks.of(copy.tags()).sourceId()).isEqualTo(copy.origin().device());
    }

    @Test
    void sharingAndFastRestoreAreOrderedOnceAndEnd() {
        work.policy("p", HOURLY.replace("count = 2", "count = 3") + """
                        [schedule.hourly.share]
                        accounts = ["111122223333"]
                        [schedule.hourly.fast-restore]
                        count = 1
                        """);
        work.after(Duration.ZERO);
        hours(2);
        String first = work.all().getFirst().snapshotId();
        String second = work.all().getLast().snapshotId();
        assertThat(work.followedUp)
                .containsExactlyInAnyOrder(
                        first + " share with 111122223333",
                        first + " enable fast restore",
                        second + " share with 111122223333",
                        second + " enable fast restore",
                        first + " disable fast restore");
    }

    @Test
    void aHookThatFailsSkipsTheSnapshotOrDoesWithout() {
        work.policy("p", HOURLY + "[hooks]\nbefore = \"false\"\ntimeout = \"7 seconds\"\n");
        work.after(Duration.ZERO);
        assertThat(all(work.after(HOUR), Kind.SKIPPED)).hasSize(1);
        assertThat(engine.machine.hooksRun()).contains("within 7 s", "pre false /dev/a");
        assertThat(work.shown()).isEmpty();
        work.policy("p", HOURLY + "[hooks]\nbefore = \"false\"\non-failure = \"crash-consistent\"\n");
        work.after(HOUR);
        assertThat(work.all())
                .singleElement()
                .matches(snapshot -> snapshot.description().contains("without its hooks"));
    }

    @Test
    void whatCoversAVolumeIsKnownAndWhatItsLastRunCameTo() {
        String a = engine.volumes.resolve("/dev/a").volumeId();
        String b = engine.volumes.resolve("/dev/b").volumeId();
        work.policy("p", HOURLY + "[hooks]\nbefore = \"false\"\n");
        work.policy("off", "state = \"disabled\"\n" + HOURLY.replace("tags = [\"backup\"]", "all = true"));
        assertThat(work.lifecycle.coverage()).containsOnlyKeys(a);
        assertThat(work.lifecycle.list()).allMatch(view -> view.lastRun() == null);
        work.after(Duration.ZERO);
        work.lifecycle.run(List.of());
        work.now = work.now.plus(HOUR);
        work.lifecycle.run(List.of());
        assertThat(lastFailures("p")).singleElement().matches(failure -> failure.startsWith(a + ": "));
        assertThat(lastFailures("off")).isEmpty();
        work.policy("off", HOURLY.replace("tags = [\"backup\"]", "all = true"));
        work.policy("p", HOURLY);
        assertThat(work.lifecycle.coverage()).containsOnlyKeys(a, b);
        assertThat(work.lifecycle.coverage().get(a)).hasSize(2);
        work.lifecycle.run(List.of());
        assertThat(lastFailures("p")).isEmpty();
    }

    private List<String> lastFailures(String policy) {
        return work.lifecycle.list().stream()
                .filter(view -> view.name().equals(policy))
                .map(PolicyView::lastRun)
                .filter(Objects::nonNull)
                .flatMap(run -> run.failures().stream())
                .toList();
    }

    @Test
    void previewIsWhatComesToPass() {
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        hours(2);
        Forecast forecast = work.lifecycle.forecast(
                new Forecast.Order(List.of("p"), work.now, work.now.plus(Duration.ofHours(2)), false, 100));
        assertThat(forecast.occurrences())
                .extracting(Occurrence::kind)
                .containsExactly(Kind.CREATED, Kind.DELETED, Kind.CREATED, Kind.DELETED);
        assertThat(forecast.totals()).isEqualTo(new Forecast.Totals(2, 2, 2, 3));
        Explanation explanation =
                work.lifecycle.explain(new SnapshotId(work.all().getFirst().snapshotId()));
        assertThat(explanation.kept()).isTrue();
        assertThat(explanation.deletion()).isEqualTo(work.now.plus(HOUR).truncatedTo(ChronoUnit.HOURS));
        hours(2);
        assertThat(work.shown()).containsExactly("hour 3 hourly /dev/a", "hour 4 hourly /dev/a");
    }

    @Test
    void policiesOfTheCatalogAreMadeChangedAndDeleted() {
        PolicyView made = work.lifecycle.create(HOURLY, null, null);
        work.after(Duration.ZERO);
        hours(1);
        assertThat(work.shown()).containsExactly("hour 1 hourly /dev/a");
        assertThat(work.lifecycle
                        .update(made.id(), new PolicyChange(null, false, null))
                        .state())
                .isEqualTo(PolicyView.State.DISABLED);
        hours(1);
        assertThat(work.shown()).hasSize(1);
        work.lifecycle.delete(made.id());
        assertThat(work.lifecycle.list()).isEmpty();
        assertThat(work.lifecycle
                        .explain(new SnapshotId(work.all().getFirst().snapshotId()))
                        .reasons()
                        .getFirst())
                .contains("is gone, and nothing of that expires");
        assertThatExceptionOfType(Failure.NotFound.class).isThrownBy(() -> work.lifecycle.delete(made.id()));
    }

    @Test
    void aChangeOfWhatAPolicySaidBeforeIsRefusedOnceItSaysSomethingElse() {
        PolicyView made = work.lifecycle.create(HOURLY, null, null);
        String second = HOURLY + "\n# second";
        String third = HOURLY + "\n# third";
        assertThat(work.lifecycle
                        .update(made.id(), new PolicyChange(second, null, HOURLY))
                        .document())
                .isEqualTo(second);
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> work.lifecycle.update(made.id(), new PolicyChange(third, false, HOURLY)))
                .withMessageContaining(made.id());
        assertThat(work.lifecycle.list()).singleElement().satisfies(policy -> {
            assertThat(policy.document()).isEqualTo(second);
            assertThat(policy.state()).isEqualTo(PolicyView.State.ENABLED);
        });
        assertThat(work.lifecycle
                        .update(made.id(), new PolicyChange(third, null, second))
                        .document())
                .isEqualTo(third);
    }

    @Test
    void aFileIsNotChangedByARequest() {
        work.policy("p", HOURLY);
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> work.lifecycle.update("p", new PolicyChange(null, false, null)))
                .withMessageContaining("p.toml");
    }

    @Test
    void aFileThatOthersCanChangeIsNotBelieved() throws IOException {
        work.policy("p", HOURLY);
        Files.setPosixFilePermissions(directory.resolve("p.toml"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(work.lifecycle.list()).singleElement().matches(view -> view.state() == PolicyView.State.ERROR);
    }

    @Test
    void onePolicyThatIsWrongKeepsNoOtherFromBeingCarriedOut() {
        work.policy("p", HOURLY);
        work.policy("wrong", "[target\n");
        work.after(Duration.ZERO);
        List<RunReport> reports = work.after(HOUR);
        assertThat(all(reports, Kind.FAILED))
                .isNotEmpty()
                .allMatch(what -> what.reason().contains("wrong.toml"));
        assertThat(all(reports, Kind.CREATED)).hasSize(1);
    }

    /** 20 snapshots may be pending in this engine. */
    @Test
    void moreVolumesThanThereIsRoomForAreTakenOneRunAfterTheOther() {
        for (int i = 0; i < 29; i++) {
            work.volume("/dev/many" + i, "backup");
        }
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        work.now = work.now.plus(HOUR);
        for (int i = 0; i < 20 && work.shown().size() < 30; i++) {
            RunReport report = work.lifecycle.run(List.of());
            assertThat(report.occurrences()).noneMatch(what -> what.kind() == Kind.FAILED);
            work.settle();
        }
        assertThat(work.shown()).hasSize(30).doesNotHaveDuplicates();
        assertThat(work.lifecycle.run(List.of()).occurrences()).isEmpty();
    }

    @Test
    void runsThatOverlapTakeEachSnapshotOnce() throws InterruptedException {
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        work.now = work.now.plus(HOUR);
        List<Thread> runs = Stream.generate(
                        () -> Thread.ofPlatform().name("run").start(() -> work.lifecycle.run(List.of())))
                .limit(4)
                .toList();
        for (Thread run : runs) {
            run.join();
        }
        work.settle();
        assertThat(work.shown()).containsExactly("hour 1 hourly /dev/a");
    }

    @Test
    void aRecordThatCannotBeReadKeepsSnapshotsFromBeingDeletedAndNotFromBeingTaken() {
        work.policy("p", HOURLY);
        work.after(Duration.ZERO);
        hours(2);
        String damaged =
                engine.snapshots.create(SnapshotOrder.of("/dev/b")).getFirst().snapshotId();
        work.settle();
        try (Stream<ObjectName> objects = engine.objects.list("catalog/snapshot/" + damaged)) {
            objects.toList().forEach(object -> engine.damage(object, 60));
        }
        engine.view = new MemoryCatalogView();
        engine.restart();
        work.restart();
        List<RunReport> reports = work.after(HOUR);
        assertThat(all(reports, Kind.CREATED)).hasSize(1);
        assertThat(all(reports, Kind.DELETED)).isEmpty();
        assertThat(all(reports, Kind.FAILED))
                .isNotEmpty()
                .allMatch(what -> what.reason().contains("nothing is deleted"));
    }
}
