package io.ebsnap.restore.hydration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.store.memory.MemoryObjectStore;
import io.ebsnap.volume.BootSetProgress;
import io.ebsnap.volume.HydrationProgress;
import io.ebsnap.volume.HydrationProgress.Phase;
import io.ebsnap.volume.HydrationSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a volume is filled, on a clock that only waiting moves. */
final class VolumeHydrationTest {

    private static final long MIB = 1 << 20;
    private static final int BLOCK = FakeVolume.BLOCK;
    private static final HydrationSettings PAUSED = new HydrationSettings(0, true);

    private final AtomicLong nanos = new AtomicLong(-3_000_000_000L);
    private final Catalog catalog = CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView());
    private final FakeVolume volume = new FakeVolume(40, nanos::get);
    private HydrationEngine engine = engine(1);

    private HydrationEngine engine(int workers) {
        return new HydrationEngine(
                new HydrationParts(nanos::get, this::pass, workers, () -> {}, 1, new FirstTouches(catalog)));
    }

    private void pass(long pauseNanos) {
        nanos.addAndGet(pauseNanos);
        LockSupport.parkNanos(10_000);
    }

    /** Blocks 4 and then 0 were read first when a volume of this one's snapshot was used before. */
    private void touchedBefore() {
        catalog.create(CatalogKind.SNAPSHOT, CatalogFixtures.snapshot(SnapshotState.COMPLETED));
        catalog.create(CatalogKind.MANAGED_VOLUME, CatalogFixtures.managedVolume());
        catalog.create(CatalogKind.FIRST_TOUCH, CatalogFixtures.firstTouch());
    }

    @AfterEach
    void end() {
        engine.end(volume.name());
    }

    private HydrationProgress await(Predicate<HydrationProgress> reached) throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            HydrationProgress now = engine.progress(volume.name()).orElseThrow();
            if (reached.test(now)) {
                return now;
            }
            Thread.sleep(1);
        }
        throw new AssertionError(engine.progress(volume.name()).toString());
    }

    private HydrationProgress awaitPhase(Phase phase) throws InterruptedException {
        return await(now -> now.phase() == phase);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void backgroundStaysWithinTheRateFromTheFirstBlockOn(int workers) throws InterruptedException {
        engine = engine(workers);
        long began = nanos.get();
        engine.begin(volume, new HydrationSettings(MIB, false));
        awaitPhase(Phase.COMPLETED);
        List<FakeVolume.Fill> fills = volume.fills();
        assertThat(fills).hasSize(40);
        for (int i = 0; i < fills.size(); i++) {
            double seconds = (fills.get(i).nanos() - began) / 1e9;
            assertThat((double) i * BLOCK).isLessThanOrEqualTo(MIB * (seconds + 1) + (double) workers * BLOCK);
        }
        // What is looked at to find metadata is background too.
        assertThat(nanos.get() - began).isGreaterThanOrEqualTo(39 * 500_000_000L);
    }

    @Test
    void aVolumeWhoseKeyIsDisabledWaitsAndGoesOnWhenItIsEnabled() throws InterruptedException {
        volume.disableKey(true);
        engine.begin(volume, HydrationSettings.UNLIMITED);
        assertThat(awaitPhase(Phase.WAITING).message()).isEqualTo("the key is disabled");
        volume.disableKey(false);
        awaitPhase(Phase.COMPLETED);
        assertThat(volume.fills()).hasSize(40);
    }

    @Test
    void bootSetComesFirstAndIsNotedOnce() throws InterruptedException {
        touchedBefore();
        engine.begin(volume, HydrationSettings.UNLIMITED);
        HydrationProgress done = awaitPhase(Phase.COMPLETED);
        assertThat(volume.fills().stream().map(FakeVolume.Fill::block).toList()).startsWith(0L, 4L, 1L);
        assertThat(volume.milestones()).containsExactly("boot set 2 after 2", "hydrated 40 after 40");
        assertThat(done.bootSet()).contains(new BootSetProgress(2L * BLOCK, 2L * BLOCK, Optional.empty()));
        assertThat(done.bytesPresent()).isEqualTo(40L * BLOCK).isEqualTo(done.bytesTotal());
    }

    @Test
    void emptyBootSetIsThereWhenThatIsKnown() throws InterruptedException {
        engine.begin(volume, PAUSED);
        HydrationProgress paused = awaitPhase(Phase.PAUSED);
        assertThat(paused.bootSet()).isEmpty();
        assertThat(volume.fills()).isEmpty();
        engine.adjust(volume.name(), HydrationSettings.UNLIMITED);
        awaitPhase(Phase.COMPLETED);
        assertThat(volume.milestones().getFirst()).startsWith("boot set 0 after ");
    }

    @Test
    void bootSetThatUsersFetchAndWriteThemselvesIsNotedWhilePaused() throws InterruptedException {
        touchedBefore();
        engine.begin(volume, new HydrationSettings(1, false)); // A byte a second: the first block, and then no other.
        await(now -> now.bootSet().isPresent());
        engine.adjust(volume.name(), PAUSED);
        volume.demand(4);
        await(now -> !volume.milestones().isEmpty());
        assertThat(volume.milestones()).containsExactly("boot set 2 after 1");
        assertThat(engine.progress(volume.name()).orElseThrow().bytesPresent()).isEqualTo(2L * BLOCK);
    }

    @Test
    void writtenBlockOfTheBootSetCounts() throws InterruptedException {
        touchedBefore();
        volume.overwrite(4);
        engine.begin(volume, HydrationSettings.UNLIMITED);
        awaitPhase(Phase.COMPLETED);
        assertThat(volume.milestones().getFirst()).isEqualTo("boot set 2 after 1");
        assertThat(volume.fills()).hasSize(39);
    }

    @Test
    void damagedBlockOfTheBootSetKeepsItFromBeingNoted() throws InterruptedException {
        touchedBefore();
        volume.damage(4);
        engine.begin(volume, HydrationSettings.UNLIMITED);
        HydrationProgress impaired = awaitPhase(Phase.IMPAIRED);
        assertThat(impaired.bootSet()).contains(new BootSetProgress(2L * BLOCK, BLOCK, Optional.empty()));
        assertThat(impaired.message()).isEqualTo("1 block is damaged in the store");
        assertThat(volume.milestones()).isEmpty();
        assertThat(volume.fills()).hasSize(39);
    }
}
