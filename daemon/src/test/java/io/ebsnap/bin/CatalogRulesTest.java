package io.ebsnap.bin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogFixtures;
import io.ebsnap.catalog.MemoryCatalogView;
import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.RetentionRuleLock;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import io.ebsnap.store.memory.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rule keeps what, and when a rule may be changed. */
class CatalogRulesTest {

    private static final String OWN = "000000000000";
    private static final String OTHER = "111122223333";
    private static final Instant BEGIN = Instant.parse("2027-01-01T00:00:00Z");

    private final Catalog catalog = CatalogFixtures.open(new MemoryObjectStore(), new MemoryCatalogView());
    private Instant now = BEGIN;
    private final CatalogRules rules = new CatalogRules(catalog, () -> now, new SplittableRandom(1), OWN);

    private static RuleOrder order(
            int days, List<ResourceTag> tags, List<ResourceTag> excluded, @Nullable Integer lock) {
        return new RuleOrder(OWN, BinResourceType.EBS_SNAPSHOT, days, "", tags, excluded, List.of(), lock);
    }

    private String made(int days, ResourceTag... tags) {
        return rules.create(order(days, List.of(tags), List.of(), null))
                .record()
                .identifier();
    }

    private Optional<String> keeping(Tag... tags) {
        return rules.keeping(BinResourceType.EBS_SNAPSHOT, OWN, List.of(tags))
                .map(rule -> rule.record().identifier());
    }

    @Test
    void anyListedTagMatchesAndTheLongestRuleCounts() {
        assertThat(keeping()).isEmpty();
        String everything = made(3);
        String tagged = made(7, new ResourceTag("env", "prod"), new ResourceTag("keep", null));
        assertThat(keeping()).contains(everything);
        assertThat(keeping(new Tag("env", "test"))).contains(everything);
        assertThat(keeping(new Tag("x", "y"), new Tag("env", "prod"))).contains(tagged);
        assertThat(keeping(new Tag("keep", "whatever"))).contains(tagged);
        String longer = made(30);
        assertThat(keeping(new Tag("keep", ""))).contains(longer);
        assertThat(rules.stay(BinResourceType.EBS_SNAPSHOT, null, List.of())
                        .orElseThrow()
                        .exitTime())
                .isEqualTo(BEGIN.plus(Duration.ofDays(30)));
    }

    @Test
    void whatIsExcludedOrOfAnotherKindOrAccountIsNotKept() {
        rules.create(order(3, List.of(), List.of(new ResourceTag("scratch", null)), null));
        assertThat(keeping(new Tag("scratch", "1"))).isEmpty();
        assertThat(keeping(new Tag("other", "1"))).isPresent();
        assertThat(rules.keeping(BinResourceType.EBS_VOLUME, OWN, List.of())).isEmpty();
        assertThat(rules.keeping(BinResourceType.EBS_SNAPSHOT, OTHER, List.of()))
                .isEmpty();
        assertThat(rules.keeping(BinResourceType.EBS_SNAPSHOT, null, List.of())).isPresent();
    }

    @Test
    void ordersThatAreWrongInThemselvesAreRefused() {
        ResourceTag tag = new ResourceTag("a", "b");
        List<RuleOrder> wrong = List.of(
                order(0, List.of(), List.of(), null),
                order(366, List.of(), List.of(), null),
                order(1, List.of(tag), List.of(tag), null),
                order(1, List.of(new ResourceTag("", null)), List.of(), null),
                order(1, List.of(), List.of(tag, tag, tag, tag, tag, tag), null),
                order(1, List.of(), List.of(), 6),
                order(1, List.of(), List.of(), 31));
        for (RuleOrder order : wrong) {
            assertThatThrownBy(() -> rules.create(order)).as(order.toString()).isInstanceOf(Failure.Invalid.class);
        }
        assertThat(rules.list()).isEmpty();
        assertThat(rules.create(order(365, List.of(), List.of(), null)).record().retentionPeriod())
                .isEqualTo(365);
    }

    @Test
    void aRuleIsChangedAndDeleted() {
        String id = made(3);
        RetentionRule changed = rules.update(id, new RuleChange(9, null, List.of(new ResourceTag("a", null)), null));
        assertThat(changed.record().retentionPeriod()).isEqualTo(9);
        assertThat(changed.record().resourceTags()).hasSize(1);
        assertThatThrownBy(() -> rules.update(id, new RuleChange(0, null, null, null)))
                .isInstanceOf(Failure.Invalid.class);
        rules.delete(id);
        assertThatThrownBy(() -> rules.find(id)).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> rules.delete(id)).isInstanceOf(Failure.NotFound.class);
        assertThatThrownBy(() -> rules.update("no-such", new RuleChange(1, null, null, null)))
                .isInstanceOf(Failure.NotFound.class);
    }

    @Test
    void aLockedRuleIsUnlockedOnlyAfterItsDelay() {
        String id = made(3);
        assertThat(rules.lock(id, 7).lockState()).isEqualTo(RuleLockState.LOCKED);
        assertLocked(id);
        assertThatThrownBy(() -> rules.lock(id, 8)).isInstanceOf(Failure.Conflict.class);
        assertThat(rules.unlock(id).lockState()).isEqualTo(RuleLockState.PENDING_UNLOCK);
        assertThatThrownBy(() -> rules.unlock(id)).isInstanceOf(Failure.Conflict.class);
        now = BEGIN.plus(Duration.ofDays(7)).minusMillis(1);
        assertLocked(id);
        now = BEGIN.plus(Duration.ofDays(7));
        assertThat(rules.find(id).lockState()).isEqualTo(RuleLockState.UNLOCKED);
        RetentionRuleLock lock = Objects.requireNonNull(rules.find(id).record().lock());
        assertThat(lock.lockEndTime()).isEqualTo(now);
        rules.delete(id);
    }

    @Test
    void aRuleThatIsPendingUnlockCanBeLockedAgain() {
        String id = rules.create(order(3, List.of(), List.of(), 10)).record().identifier();
        assertLocked(id);
        rules.unlock(id);
        assertThat(rules.lock(id, 7).lockState()).isEqualTo(RuleLockState.LOCKED);
        now = BEGIN.plus(Duration.ofDays(100));
        assertLocked(id);
    }

    @Test
    void onlyARuleForEverythingCanBeLocked() {
        String tagged = made(3, new ResourceTag("a", null));
        assertThatThrownBy(() -> rules.lock(tagged, 7)).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> rules.create(order(3, List.of(), List.of(new ResourceTag("a", null)), 7)))
                .isInstanceOf(Failure.Conflict.class);
    }

    private void assertLocked(String id) {
        assertThatThrownBy(() -> rules.update(id, new RuleChange(1, null, null, null)))
                .isInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("locked");
        assertThatThrownBy(() -> rules.delete(id)).isInstanceOf(Failure.Conflict.class);
        assertThat(rules.stay(BinResourceType.EBS_SNAPSHOT, OWN, List.of())
                        .orElseThrow()
                        .ruleLocked())
                .isTrue();
    }
}
