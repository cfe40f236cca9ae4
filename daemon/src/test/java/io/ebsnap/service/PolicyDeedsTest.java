package io.ebsnap.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.ImageDevice;
import io.ebsnap.catalog.ImageMachine;
import io.ebsnap.catalog.ImageRecord;
import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.image.ImageLabel;
import io.ebsnap.image.ImageRegistration;
import io.ebsnap.lifecycle.FollowUp;
import io.ebsnap.lifecycle.Occurrence.Kind;
import io.ebsnap.lifecycle.RunReport;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.lock.LockState;
import io.ebsnap.lock.SnapshotLock;
import io.ebsnap.snapshot.Deletion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Policies lock, archive and deprecate by the services that people do it by, once, and keep what these keep. */
final class PolicyDeedsTest extends PolicyDeedsFixture {
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
}
