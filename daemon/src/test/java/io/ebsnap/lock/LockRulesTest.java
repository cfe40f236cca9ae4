package io.ebsnap.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.LockMode;
import io.ebsnap.catalog.LockedContent;
import io.ebsnap.catalog.SnapshotLockRecord;
import io.ebsnap.catalog.SnapshotRecord;
import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.failure.Failure;
import io.ebsnap.identity.SnapshotId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be ordered, and what a lock may become. */
class LockRulesTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final SnapshotRecord SNAPSHOT = CatalogFixtures.snapshot(SnapshotState.COMPLETED);
    private static final SnapshotRecord PENDING = CatalogFixtures.snapshot(SnapshotState.PENDING);

    private static LockOrder order(
            LockMode mode, @Nullable Integer days, @Nullable Instant until, @Nullable Integer coolOff) {
        return new LockOrder(new SnapshotId(SNAPSHOT.snapshotId()), mode, days, until, coolOff);
    }

    private static LockOrder governance(int days) {
        return order(LockMode.GOVERNANCE, days, null, null);
    }

    private static LockOrder compliance(int days) {
        return order(LockMode.COMPLIANCE, days, null, null);
    }

    private static SnapshotLockRecord made(LockOrder order) {
        return LockRules.ordered(Optional.empty(), order, SNAPSHOT, NOW);
    }

    private static SnapshotLockRecord changed(SnapshotLockRecord lock, LockOrder order, Instant now) {
        return LockRules.ordered(Optional.of(lock), order, SNAPSHOT, now);
    }

    @Test
    void aLockHasTheTermsThatWereOrdered() {
        SnapshotLockRecord lock = made(order(LockMode.COMPLIANCE, 30, null, 24));
        assertThat(lock.lockCreatedOn()).isEqualTo(NOW);
        assertThat(lock.lockDurationStartTime()).isEqualTo(NOW);
        assertThat(lock.lockExpiresOn()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(lock.coolOffPeriodExpiresOn()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(lock.content()).isEqualTo(LockedContent.of(SNAPSHOT));
        SnapshotLockRecord dated = made(
                order(LockMode.GOVERNANCE, null, NOW.plus(Duration.ofDays(2)).plusSeconds(1), null));
        assertThat(dated.lockDuration()).isEqualTo(3);
        assertThat(dated.lockExpiresOn()).isEqualTo(NOW.plus(Duration.ofDays(2)).plusSeconds(1));
    }

    @Test
    void durationOfAPendingSnapshotBeginsWithItsCompletionAndADateIsADate() {
        SnapshotLockRecord lock = LockRules.ordered(Optional.empty(), compliance(5), PENDING, NOW);
        assertThat(lock.lockDurationStartTime()).isNull();
        assertThat(lock.lockExpiresOn()).isNull();
        assertThat(LockState.of(lock, NOW.plus(Duration.ofDays(1000)))).isEqualTo(LockState.COMPLIANCE);
        Instant completed = NOW.plus(Duration.ofDays(2));
        assertThat(LockRules.end(lock, completed)).isEqualTo(completed.plus(Duration.ofDays(5)));
        Instant date = NOW.plus(Duration.ofDays(3));
        SnapshotLockRecord dated =
                LockRules.ordered(Optional.empty(), order(LockMode.COMPLIANCE, null, date, null), PENDING, NOW);
        assertThat(dated.lockExpiresOn()).isEqualTo(date);
        assertThat(LockRules.end(dated, completed)).isEqualTo(date);
    }

    @Test
    void statesFollowTheTime() {
        SnapshotLockRecord lock = made(order(LockMode.COMPLIANCE, 30, null, 24));
        assertThat(LockState.of(lock, NOW.plus(Duration.ofHours(23)))).isEqualTo(LockState.COMPLIANCE_COOLOFF);
        assertThat(LockState.of(lock, NOW.plus(Duration.ofHours(24)))).isEqualTo(LockState.COMPLIANCE);
        assertThat(LockState.of(lock, NOW.plus(Duration.ofDays(30)).minusMillis(1)))
                .isEqualTo(LockState.COMPLIANCE);
        assertThat(LockState.of(lock, NOW.plus(Duration.ofDays(30)))).isEqualTo(LockState.EXPIRED);
        assertThat(LockState.of(made(governance(1)), NOW)).isEqualTo(LockState.GOVERNANCE);
    }

    @Test
    void ordersThatAreWrongInThemselvesAreRefused() {
        List<LockOrder> wrong = List.of(
                governance(0),
                governance(36_501),
                order(LockMode.GOVERNANCE, null, null, null),
                order(LockMode.GOVERNANCE, 1, NOW.plusSeconds(9), null),
                order(LockMode.GOVERNANCE, null, NOW, null),
                order(LockMode.GOVERNANCE, null, NOW.plus(Duration.ofDays(36_501)), null),
                order(LockMode.GOVERNANCE, 1, null, 1),
                order(LockMode.COMPLIANCE, 1, null, 0),
                order(LockMode.COMPLIANCE, 1, null, 73));
        for (LockOrder order : wrong) {
            assertThatThrownBy(() -> made(order)).as(order.toString()).isInstanceOf(Failure.Invalid.class);
        }
        assertThat(made(governance(36_500)).lockDuration()).isEqualTo(36_500);
    }

    @Test
    void governanceAndCoolOffBecomeWhateverIsOrdered() {
        for (SnapshotLockRecord lock : List.of(made(governance(30)), made(order(LockMode.COMPLIANCE, 30, null, 24)))) {
            assertThat(changed(lock, governance(1), NOW).lockExpiresOn()).isEqualTo(NOW.plus(Duration.ofDays(1)));
            assertThat(changed(lock, compliance(1), NOW).lockMode()).isEqualTo(LockMode.COMPLIANCE);
            LockRules.requireRemovable(lock, NOW);
        }
    }

    @Test
    void complianceBecomesLongerOnly() {
        SnapshotLockRecord lock = made(compliance(30));
        Instant later = NOW.plus(Duration.ofDays(10));
        List<LockOrder> refused = List.of(
                compliance(19),
                governance(300),
                order(LockMode.COMPLIANCE, 300, null, 24),
                order(LockMode.COMPLIANCE, null, NOW.plus(Duration.ofDays(30)).minusMillis(1), null));
        for (LockOrder order : refused) {
            assertThatThrownBy(() -> changed(lock, order, later))
                    .as(order.toString())
                    .isInstanceOf(Failure.Conflict.class)
                    .hasMessageContaining("compliance mode until 2027-01-31T00:00:00Z");
        }
        assertThatThrownBy(() -> LockRules.requireRemovable(lock, later)).isInstanceOf(Failure.Conflict.class);
        SnapshotLockRecord longer = changed(lock, compliance(21), later);
        assertThat(longer.lockExpiresOn()).isEqualTo(later.plus(Duration.ofDays(21)));
        assertThat(longer.lockCreatedOn()).isEqualTo(NOW);
    }

    @Test
    void complianceOfAPendingSnapshotBecomesLongerOnly() {
        SnapshotLockRecord lock = LockRules.ordered(Optional.empty(), compliance(5), PENDING, NOW);
        assertThatThrownBy(() -> LockRules.ordered(Optional.of(lock), compliance(4), PENDING, NOW))
                .isInstanceOf(Failure.Conflict.class);
        LockOrder date = order(LockMode.COMPLIANCE, null, NOW.plus(Duration.ofDays(100)), null);
        assertThatThrownBy(() -> LockRules.ordered(Optional.of(lock), date, PENDING, NOW))
                .isInstanceOf(Failure.Conflict.class);
        SnapshotLockRecord dated = LockRules.ordered(Optional.empty(), date, PENDING, NOW);
        assertThatThrownBy(() -> LockRules.ordered(Optional.of(dated), compliance(99), PENDING, NOW))
                .isInstanceOf(Failure.Conflict.class);
        assertThat(LockRules.ordered(Optional.of(dated), compliance(100), PENDING, NOW)
                        .lockExpiresOn())
                .isNull();
    }

    @Test
    void aLockThatHasEndedIsMadeAnew() {
        SnapshotLockRecord lock = made(compliance(1));
        Instant later = NOW.plus(Duration.ofDays(1));
        LockRules.requireRemovable(lock, later);
        SnapshotLockRecord anew = changed(lock, governance(2), later);
        assertThat(anew.lockCreatedOn()).isEqualTo(later);
    }

    @Test
    void theStrongerOfTwoIsAtLeastAsFirmAndAsLongAsEither() {
        SnapshotLockRecord loose = made(governance(300));
        SnapshotLockRecord firm = made(compliance(2));
        SnapshotLockRecord cooling = made(order(LockMode.COMPLIANCE, 30, null, 24));
        for (SnapshotLockRecord one : List.of(loose, firm, cooling)) {
            for (SnapshotLockRecord other : List.of(loose, firm, cooling)) {
                SnapshotLockRecord stronger = LockStrength.stronger(one, other);
                assertThat(stronger).isEqualTo(LockStrength.stronger(other, one));
                assertAtLeast(stronger, one);
                assertAtLeast(stronger, other);
            }
        }
        SnapshotLockRecord begins = LockRules.ordered(Optional.empty(), compliance(3), PENDING, NOW);
        assertThat(LockStrength.stronger(begins, loose).lockExpiresOn()).isEqualTo(loose.lockExpiresOn());
        assertThat(LockStrength.stronger(begins, loose).content()).isEqualTo(loose.content());
    }

    private static void assertAtLeast(SnapshotLockRecord stronger, SnapshotLockRecord one) {
        assertThat(Objects.requireNonNull(stronger.lockExpiresOn())).isAfterOrEqualTo(one.lockExpiresOn());
        for (int hours = 0; hours < 48; hours++) {
            Instant at = NOW.plus(Duration.ofHours(hours));
            if (LockState.of(one, at) == LockState.COMPLIANCE) {
                assertThat(LockState.of(stronger, at)).isEqualTo(LockState.COMPLIANCE);
            }
        }
    }
}
