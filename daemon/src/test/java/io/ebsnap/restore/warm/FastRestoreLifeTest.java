package io.ebsnap.restore.warm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.FastRestoreRecord;
import io.ebsnap.catalog.FastRestoreState;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.TargetEncryption;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FastRestoreLifeTest {

    private static final Instant START = Instant.parse("2026-01-31T23:59:59.123Z");

    private static final Map<String, BiFunction<FastRestoreRecord, Instant, FastRestoreRecord>> STEPS = Map.of(
            "again",
            (old, now) -> FastRestoreLife.orderedAgain(old, orderedAt(now)),
            "optimizing",
            FastRestoreLife::optimizing,
            "enabled",
            FastRestoreLife::enabled,
            "lost",
            (record, now) -> FastRestoreLife.imageLost(record, now, "gone"),
            "disabling",
            (record, now) -> FastRestoreLife.disabling(record, now, FastRestoreLife.USER, ""),
            "disabled",
            FastRestoreLife::disabled);

    /** From each state, where each step leads; a step that is missing is refused. */
    private static final Map<FastRestoreState, Map<String, FastRestoreState>> TABLE = Map.of(
            FastRestoreState.ENABLING,
                    Map.of(
                            "again", FastRestoreState.ENABLING,
                            "optimizing", FastRestoreState.OPTIMIZING,
                            "disabling", FastRestoreState.DISABLING),
            FastRestoreState.OPTIMIZING,
                    Map.of(
                            "again", FastRestoreState.OPTIMIZING,
                            "enabled", FastRestoreState.ENABLED,
                            "disabling", FastRestoreState.DISABLING),
            FastRestoreState.ENABLED,
                    Map.of(
                            "again", FastRestoreState.ENABLED,
                            "lost", FastRestoreState.OPTIMIZING,
                            "disabling", FastRestoreState.DISABLING),
            FastRestoreState.DISABLING,
                    Map.of("disabling", FastRestoreState.DISABLING, "disabled", FastRestoreState.DISABLED),
            FastRestoreState.DISABLED,
                    Map.of("again", FastRestoreState.ENABLING, "disabling", FastRestoreState.DISABLED));

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyStepLeadsWhereTheTableSaysOrIsRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FastRestoreRecord record = ordered();
        for (int i = 1; i < 200; i++) {
            Instant now = START.plusMillis(i);
            FastRestoreRecord before = record;
            String step = STEPS.keySet().stream()
                    .sorted()
                    .skip(random.nextInt(STEPS.size()))
                    .findFirst()
                    .orElseThrow();
            FastRestoreState expected =
                    requireNonNull(TABLE.get(before.state())).get(step);
            if (expected == null) {
                assertThatThrownBy(() -> requireNonNull(STEPS.get(step)).apply(before, now))
                        .isInstanceOf(Failure.Conflict.class);
            } else {
                record = requireNonNull(STEPS.get(step)).apply(before, now);
                assertThat(record.state()).as(before.state() + " " + step).isEqualTo(expected);
                assertTimes(before, record, now);
            }
        }
    }

    private static void assertTimes(FastRestoreRecord before, FastRestoreRecord after, Instant now) {
        if (before.state() == after.state()) {
            assertThat(after.times()).isEqualTo(before.times());
            return;
        }
        Instant since = switch (after.state()) {
            case ENABLING -> after.times().enabling();
            case OPTIMIZING -> after.times().optimizing();
            case ENABLED -> after.times().enabled();
            case DISABLING -> after.times().disabling();
            case DISABLED -> after.times().disabled();
        };
        assertThat(since).isEqualTo(now);
        if (after.state() == FastRestoreState.ENABLING) {
            assertThat(after.times().disabled()).isNull();
        }
    }

    private static FastRestoreRecord ordered() {
        return orderedAt(START);
    }

    private static FastRestoreRecord orderedAt(Instant time) {
        return FastRestoreLife.ordered(CatalogFixtures.snapshot(SnapshotState.COMPLETED), "a", time);
    }

    @Test
    void newImageIsEncryptedAsTheNewOrderSays() {
        FastRestoreRecord disabled =
                FastRestoreLife.disabled(FastRestoreLife.disabling(ordered(), START, FastRestoreLife.USER, ""), START);
        TargetEncryption encryption = CatalogFixtures.encryptedImage().encryption();
        FastRestoreRecord order = orderedAt(START.plusSeconds(1)).encrypted(encryption);

        assertThat(FastRestoreLife.orderedAgain(disabled, order).encryption()).isEqualTo(encryption);
        assertThat(FastRestoreLife.orderedAgain(ordered(), order).encryption()).isNull();
    }

    @Test
    void snapshotThatIsNotCompletedIsRefused() {
        assertThatThrownBy(() -> FastRestoreLife.ordered(CatalogFixtures.snapshot(SnapshotState.PENDING), "a", START))
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void reasonsAreEc2s() {
        FastRestoreRecord ordered = ordered();
        assertThat(ordered.stateTransitionReason()).isEqualTo("Client.UserInitiated");
        FastRestoreRecord enabled =
                FastRestoreLife.enabled(FastRestoreLife.optimizing(ordered, START.plusMillis(1)), START.plusMillis(2));
        assertThat(enabled.stateTransitionReason()).isEqualTo("Client.UserInitiated - Lifecycle state transition");
        FastRestoreRecord disabling =
                FastRestoreLife.disabling(enabled, START.plusMillis(3), FastRestoreLife.USER, "words");
        assertThat(disabling.stateTransitionReason()).isEqualTo("Client.UserInitiated");
        FastRestoreRecord disabled = FastRestoreLife.disabled(disabling, START.plusMillis(4));
        assertThat(disabled.stateTransitionReason()).isEqualTo("Client.UserInitiated - Lifecycle state transition");
        assertThat(disabled.message()).isEqualTo("words");
    }

    @Test
    void creditsBeginAtNoneWhenItIsEnabledAndNotBefore() {
        FastRestoreRecord optimizing = FastRestoreLife.optimizing(ordered(), START.plusMillis(1));
        FastRestoreRecord enabled = FastRestoreLife.enabled(optimizing, START.plusSeconds(3600));
        assertThat(enabled.credits()).isEqualTo(CreditBucket.empty(START.plusSeconds(3600)));
    }

    @Test
    void disabledOneIsToldForADay() {
        FastRestoreRecord disabled =
                FastRestoreLife.disabled(FastRestoreLife.disabling(ordered(), START, FastRestoreLife.USER, ""), START);
        assertThat(FastRestoreLife.isForgettable(disabled, START.plusSeconds(86_399)))
                .isFalse();
        assertThat(FastRestoreLife.isForgettable(disabled, START.plusSeconds(86_400)))
                .isTrue();
        assertThat(Set.of(FastRestoreState.values()))
                .filteredOn(state -> FastRestoreLife.isForgettable(
                        disabled.in(state, disabled.times(), "", ""), START.plusSeconds(86_400)))
                .containsExactly(FastRestoreState.DISABLED);
    }
}
