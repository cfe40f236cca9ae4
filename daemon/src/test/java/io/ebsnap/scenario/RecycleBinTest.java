package io.ebsnap.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.bin.BinnedItem;
import io.ebsnap.bin.RetentionRule;
import io.ebsnap.bin.RuleChange;
import io.ebsnap.bin.RuleLockState;
import io.ebsnap.bin.RuleOrder;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.CreateVolumePermission;
import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.flight.CrashPoints;
import io.ebsnap.geometry.BlockIndex;
import io.ebsnap.identity.SnapshotId;
import io.ebsnap.lock.LockOrder;
import io.ebsnap.restore.RestoreOrder;
import io.ebsnap.snapshot.Deletion;
import io.ebsnap.snapshot.SnapshotCopyOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is deleted while a rule says so is in the recycle bin and nowhere else, comes back whole, and goes when its time is over. */
class RecycleBinTest {

    private static final long MIB = 1 << 20;
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");
    private static final BinResourceType TYPE = BinResourceType.EBS_SNAPSHOT;

    private final EngineFixture engine = new EngineFixture(13);
    private MemoryDevice device;
    private SnapshotRecord snapshot;
    private SnapshotId id;
    private Instant now = BEGIN;

    private static final class SimulatedDeath extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void take() {
        engine.lockTime = () -> now;
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

    private void rule(int days, @Nullable Integer lock) {
        engine.rules.create(
                new RuleOrder(engine.settings.ownerId(), TYPE, days, "", List.of(), List.of(), List.of(), lock));
    }

    private Deletion delete() {
        return engine.snapshots.delete(List.of(id)).getFirst();
    }

    @Test
    void withoutARuleADeletionIsForGood() {
        assertThat(delete().outcome()).isEqualTo(Deletion.Outcome.DELETED);
        assertThat(engine.bin.list(TYPE)).isEmpty();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void whatIsInTheBinIsNotSeenOrUsedElsewhere() {
        SnapshotRecord other = engine.snapshot("/dev/a");
        rule(7, null);
        Deletion deletion = delete();
        assertThat(deletion.outcome()).isEqualTo(Deletion.Outcome.RECYCLED);
        assertThat(deletion.recycleBinExitTime()).isEqualTo(BEGIN.plus(Duration.ofDays(7)));
        assertThat(delete().outcome()).isEqualTo(Deletion.Outcome.NOT_FOUND);
        assertThat(engine.snapshots.find(id)).isEmpty();
        assertThat(engine.snapshots.list())
                .extracting(SnapshotRecord::snapshotId)
                .containsExactly(other.snapshotId());
        SnapshotId otherId = new SnapshotId(other.snapshotId());
        List<Runnable> uses = List.of(
                () -> engine.snapshots.copy(new SnapshotCopyOrder(id, "", List.of(), false, null)),
                () -> engine.snapshots.diff(id, otherId, new BlockIndex(0), 10),
                () -> engine.snapshots.sizes(List.of(id)),
                () -> engine.restores.start(new RestoreOrder(id, "/dev/a", true, false)),
                () -> engine.care.verifySnapshot(id),
                () -> engine.locks.lock(new LockOrder(id, LockMode.GOVERNANCE, 1, null, null)));
        for (Runnable use : uses) {
            assertThatThrownBy(use::run).isInstanceOf(Failure.NotFound.class);
        }
        assertThat(engine.bin.list(TYPE)).extracting(BinnedItem::id).containsExactly(id.value());
        assertThat(engine.restored(other).sameContent(device)).isTrue();
    }

    @Test
    void itComesBackWholeAndSharedAsItWasAlsoAfterACollectionAndAnotherStart() {
        engine.catalog.update(
                CatalogKind.SNAPSHOT,
                id.value(),
                old -> old.sharedWith(new CreateVolumePermission(List.of("111122223333"), false)));
        rule(7, null);
        delete();
        engine.collect();
        engine.close();
        engine.view = new MemoryCatalogView();
        engine.restart();
        engine.bin.tag(TYPE, id.value(), List.of(new Tag("why", "a mistake")));
        engine.bin.restore(TYPE, id.value());
        SnapshotRecord back = engine.snapshots.find(id).orElseThrow();
        assertThat(back.createVolumePermission()).isEqualTo(new CreateVolumePermission(List.of("111122223333"), false));
        assertThat(back.tags()).contains(new Tag("why", "a mistake"));
        assertThat(engine.bin.list(TYPE)).isEmpty();
        assertThat(engine.restored(back).sameContent(device)).isTrue();
        assertThat(engine.verify().findings()).isEmpty();
        assertThatThrownBy(() -> engine.bin.restore(TYPE, id.value())).isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void whatComesAfterABinnedSnapshotIsTakenAsIfItWereThere() {
        rule(7, null);
        delete();
        device.scribble(new Random(2), 3);
        SnapshotRecord next = engine.snapshot("/dev/a");
        assertThat(engine.restored(next).sameContent(device)).isTrue();
        assertThat(engine.snapshots.parents()).isEmpty();
        engine.bin.purge(TYPE, id.value());
        engine.collect();
        assertThat(engine.restored(next).sameContent(device)).isTrue();
    }

    @Test
    void itIsPurgedWhenItsTimeIsOverAndItsSpaceComesBack() {
        rule(7, null);
        delete();
        now = BEGIN.plus(Duration.ofDays(7)).minusMillis(1);
        engine.bin.round();
        assertThat(engine.bin.list(TYPE)).hasSize(1);
        now = BEGIN.plus(Duration.ofDays(7));
        engine.bin.round();
        assertThat(engine.bin.list(TYPE)).isEmpty();
        assertThat(engine.catalog.find(CatalogKind.SNAPSHOT, id.value())).isEmpty();
        engine.collect();
        assertThat(engine.storedBytes()).isZero();
    }

    @Test
    void whatALockedRuleHasPutThereIsNotPurgedByHandAndAChangedRuleChangesNothing() {
        rule(7, 10);
        delete();
        assertThatThrownBy(() -> engine.bin.purge(TYPE, id.value())).isInstanceOf(Failure.Conflict.class);
        String rule = engine.rules.list().getFirst().record().identifier();
        engine.rules.unlock(rule);
        now = BEGIN.plus(Duration.ofDays(6));
        assertThatThrownBy(() -> engine.bin.purge(TYPE, id.value())).isInstanceOf(Failure.Conflict.class);
        assertThat(engine.bin.list(TYPE).getFirst().stay().exitTime()).isEqualTo(BEGIN.plus(Duration.ofDays(7)));
        now = BEGIN.plus(Duration.ofDays(7));
        engine.bin.round();
        assertThat(engine.bin.list(TYPE)).isEmpty();
    }

    @Test
    void aLockedSnapshotDoesNotGoIntoTheBin() {
        rule(7, null);
        engine.locks.lock(new LockOrder(id, LockMode.GOVERNANCE, 1, null, null));
        assertThat(delete().outcome()).isEqualTo(Deletion.Outcome.FAILED);
        assertThatThrownBy(() -> engine.catalog.update(
                        CatalogKind.SNAPSHOT,
                        id.value(),
                        old -> old.recycled(
                                engine.rules.stay(TYPE, null, List.of()).orElseThrow())))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(engine.snapshots.find(id)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete.before-recycling",
                "catalog.after-put",
                "catalog.after-view",
                "delete.after-recycling",
                "bin.after-restore",
                "bin.after-purge"
            })
    void afterDeathAtEachStepItIsInTheBinOrOutOfItAndWhole(String point) {
        rule(7, null);
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new SimulatedDeath();
            }
        });
        try {
            delete();
            if (point.equals("bin.after-restore")) {
                engine.bin.restore(TYPE, id.value());
            }
            engine.bin.purge(TYPE, id.value());
        } catch (SimulatedDeath e) {
            // That is what this is about.
        }
        engine.crashPoints.set(CrashPoints.NONE);
        engine.view = new MemoryCatalogView();
        engine.restart();
        boolean inBin = !engine.bin.list(TYPE).isEmpty();
        boolean seen = engine.snapshots.find(id).isPresent();
        assertThat(inBin && seen).isFalse();
        assertThat(inBin || seen).isEqualTo(!point.equals("bin.after-purge"));
        engine.collect();
        if (inBin) {
            engine.bin.restore(TYPE, id.value());
        }
        if (inBin || seen) {
            assertThat(engine.restored(engine.snapshots.find(id).orElseThrow()).sameContent(device))
                    .isTrue();
        }
    }

    /** Each change of a rule is one step: it is as before, or as after, and never without the lock that it had. */
    @ParameterizedTest
    @CsvSource({
        "catalog.after-put, create",
        "catalog.after-view, create",
        "catalog.after-put, update",
        "catalog.after-view, update",
        "catalog.after-put, lock",
        "catalog.after-view, lock",
        "catalog.after-put, unlock",
        "catalog.after-view, unlock",
        "catalog.after-put, delete",
        "catalog.after-view, delete"
    })
    void afterDeathWhileARuleIsChangedItIsAsItWasOrAsItWasToBe(String point, String change) {
        rule(7, null);
        String rule = engine.rules.list().getFirst().record().identifier();
        if (change.equals("unlock")) {
            engine.rules.lock(rule, 10);
        }
        engine.crashPoints.set(name -> {
            if (name.equals(point)) {
                throw new SimulatedDeath();
            }
        });
        assertThatThrownBy(() -> change(rule, change)).isInstanceOf(SimulatedDeath.class);
        engine.crashPoints.set(CrashPoints.NONE);
        engine.view = new MemoryCatalogView();
        engine.restart();
        List<RetentionRule> rules = engine.rules.list();
        switch (change) {
            case "create" -> assertThat(rules).hasSizeBetween(1, 2);
            case "delete" -> assertThat(rules).hasSizeBetween(0, 1);
            case "update" ->
                assertThat(rules.getFirst().record().retentionPeriod()).isIn(7, 9);
            case "lock" -> assertThat(rules.getFirst().lockState()).isIn(RuleLockState.UNLOCKED, RuleLockState.LOCKED);
            default ->
                assertThat(rules.getFirst().lockState()).isIn(RuleLockState.LOCKED, RuleLockState.PENDING_UNLOCK);
        }
        Deletion deletion = delete();
        assertThat(deletion.outcome() == Deletion.Outcome.RECYCLED).isEqualTo(!rules.isEmpty());
        if (change.equals("unlock")) {
            assertThatThrownBy(() -> engine.bin.purge(TYPE, id.value())).isInstanceOf(Failure.Conflict.class);
        }
    }

    private void change(String rule, String change) {
        switch (change) {
            case "create" -> rule(9, null);
            case "delete" -> engine.rules.delete(rule);
            case "update" -> engine.rules.update(rule, new RuleChange(9, null, null, null));
            case "lock" -> engine.rules.lock(rule, 10);
            default -> engine.rules.unlock(rule);
        }
    }
}
