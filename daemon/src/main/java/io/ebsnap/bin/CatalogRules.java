package io.ebsnap.bin;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Catalog;
import io.ebsnap.catalog.CatalogKind;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.RetentionRuleLock;
import io.ebsnap.catalog.RetentionRuleRecord;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rules of the recycle bin as records of the catalog. Each change is one durable step. */
public final class CatalogRules implements RetentionRules {

    /** How many rules an account may have. */
    static final int RULES_MAX = 250;

    private static final Logger LOG = LoggerFactory.getLogger(CatalogRules.class);
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int IDENTIFIER_LENGTH = 11;

    private final Catalog catalog;
    private final InstantSource time;
    private final RandomGenerator random;
    private final String ownAccount;

    /**
     * Rules.
     *
     * @param time trusted time
     * @param random for identifiers; safe for use by several threads
     * @param ownAccount 12 digits: whose things are that name no account
     */
    public CatalogRules(Catalog catalog, InstantSource time, RandomGenerator random, String ownAccount) {
        this.catalog = catalog;
        this.time = time;
        this.random = random;
        this.ownAccount = ownAccount;
    }

    @Override
    public RetentionRule create(RuleOrder order) {
        Integer delay = order.unlockDelay();
        RetentionRuleRecord rule = new RetentionRuleRecord(
                identifier(),
                order.ownerId(),
                order.resourceType(),
                order.retentionPeriod(),
                order.description(),
                order.resourceTags(),
                order.excludeResourceTags(),
                order.tags(),
                time.instant(),
                delay == null ? null : new RetentionRuleLock(delay, null));
        RuleRules.requireSound(rule);
        if (delay != null) {
            RuleRules.requireDelay(delay);
            RuleRules.requireLockable(rule);
        }
        requireRoom(order.ownerId());
        catalog.create(CatalogKind.RETENTION_RULE, rule);
        LOG.info("rule={} type={} days={} made", rule.identifier(), rule.resourceType(), rule.retentionPeriod());
        return view(rule);
    }

    @Override
    public RetentionRule find(String identifier) {
        return catalog.find(CatalogKind.RETENTION_RULE, identifier)
                .map(this::view)
                .orElseThrow(() -> none(identifier));
    }

    @Override
    public List<RetentionRule> list() {
        try (Stream<RetentionRuleRecord> rules = catalog.list(CatalogKind.RETENTION_RULE)) {
            return rules.map(this::view).toList();
        }
    }

    @Override
    public RetentionRule update(String identifier, RuleChange change) {
        return changed(identifier, rule -> {
            RuleRules.requireUnlocked(rule, time.instant(), "changed");
            return changed(rule, change);
        });
    }

    @Override
    public void delete(String identifier) {
        RetentionRuleRecord rule = find(identifier).record();
        RuleRules.requireUnlocked(rule, time.instant(), "deleted");
        if (!catalog.delete(CatalogKind.RETENTION_RULE, identifier)) {
            throw none(identifier);
        }
        LOG.info("rule={} deleted", identifier);
    }

    @Override
    public RetentionRule lock(String identifier, int unlockDelay) {
        RuleRules.requireDelay(unlockDelay);
        return changed(identifier, rule -> {
            RuleRules.requireLockable(rule);
            if (RuleLockState.of(rule, time.instant()) == RuleLockState.LOCKED) {
                throw new Failure.Conflict("rule " + identifier + " is locked already");
            }
            return rule.locked(new RetentionRuleLock(unlockDelay, null));
        });
    }

    @Override
    public RetentionRule unlock(String identifier) {
        return changed(identifier, rule -> {
            RetentionRuleLock lock = rule.lock();
            if (lock == null || lock.lockEndTime() != null) {
                throw new Failure.Conflict("rule " + identifier + " is not locked");
            }
            return rule.locked(new RetentionRuleLock(
                    lock.unlockDelay(), time.instant().plus(lock.unlockDelay(), ChronoUnit.DAYS)));
        });
    }

    @Override
    public Optional<RetentionRule> keeping(BinResourceType type, @Nullable String ownerId, List<Tag> tags) {
        String owner = Objects.requireNonNullElse(ownerId, ownAccount);
        return list().stream()
                .filter(rule -> rule.record().resourceType() == type
                        && owner.equals(rule.record().ownerId())
                        && rule.record().keeps(tags))
                .max(Comparator.comparing((RetentionRule rule) -> rule.record().retentionPeriod())
                        .thenComparing(rule -> rule.lockState() == RuleLockState.UNLOCKED ? 0 : 1));
    }

    @Override
    public Optional<RecycleBinStay> stay(BinResourceType type, @Nullable String ownerId, List<Tag> tags) {
        Instant now = time.instant();
        return keeping(type, ownerId, tags)
                .map(rule -> new RecycleBinStay(
                        now,
                        now.plus(rule.record().retentionPeriod(), ChronoUnit.DAYS),
                        rule.record().identifier(),
                        rule.lockState() != RuleLockState.UNLOCKED));
    }

    private RetentionRule changed(String identifier, UnaryOperator<RetentionRuleRecord> change) {
        RetentionRuleRecord rule;
        try {
            rule = catalog.update(CatalogKind.RETENTION_RULE, identifier, change);
        } catch (Failure.NotFound e) {
            throw none(identifier);
        }
        LOG.info("rule={} changed lock={}", identifier, view(rule).lockState().word());
        return view(rule);
    }

    private static RetentionRuleRecord changed(RetentionRuleRecord rule, RuleChange change) {
        RetentionRuleRecord next = new RetentionRuleRecord(
                rule.identifier(),
                rule.ownerId(),
                rule.resourceType(),
                change.retentionPeriod() == null ? rule.retentionPeriod() : change.retentionPeriod(),
                change.description() == null ? rule.description() : change.description(),
                change.resourceTags() == null ? rule.resourceTags() : change.resourceTags(),
                change.excludeResourceTags() == null ? rule.excludeResourceTags() : change.excludeResourceTags(),
                rule.tags(),
                rule.createTime(),
                rule.lock());
        RuleRules.requireSound(next);
        return next;
    }

    private void requireRoom(String owner) {
        long there = list().stream()
                .filter(rule -> owner.equals(rule.record().ownerId()))
                .count();
        if (there >= RULES_MAX) {
            throw new Failure.Exhausted(there + " rules are the most that an account may have", null);
        }
    }

    private String identifier() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IDENTIFIER_LENGTH; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    private RetentionRule view(RetentionRuleRecord rule) {
        return new RetentionRule(rule, RuleLockState.of(rule, time.instant()));
    }

    private static Failure.NotFound none(String identifier) {
        return new Failure.NotFound("there is no rule '" + identifier + "'");
    }
}
