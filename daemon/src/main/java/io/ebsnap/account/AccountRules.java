package io.ebsnap.account;

import io.ebsnap.bin.RetentionRule;
import io.ebsnap.bin.RetentionRules;
import io.ebsnap.bin.RuleChange;
import io.ebsnap.bin.RuleOrder;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.RecycleBinStay;
import io.ebsnap.catalog.Tag;
import io.ebsnap.failure.Failure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules of an account for its own things.
 *
 * @param rules of everybody
 * @param account whose
 */
record AccountRules(RetentionRules rules, Account account) implements RetentionRules {

    @Override
    public RetentionRule create(RuleOrder order) {
        return rules.create(new RuleOrder(
                account.id(),
                order.resourceType(),
                order.retentionPeriod(),
                order.description(),
                order.resourceTags(),
                order.excludeResourceTags(),
                order.tags(),
                order.unlockDelay()));
    }

    @Override
    public RetentionRule find(String identifier) {
        return list().stream()
                .filter(rule -> rule.record().identifier().equals(identifier))
                .findFirst()
                .orElseThrow(() -> new Failure.NotFound("there is no rule '" + identifier + "'"));
    }

    @Override
    public List<RetentionRule> list() {
        return rules.list().stream()
                .filter(rule -> account.owns(rule.record().ownerId()))
                .toList();
    }

    @Override
    public RetentionRule update(String identifier, RuleChange change) {
        return rules.update(own(identifier), change);
    }

    @Override
    public void delete(String identifier) {
        rules.delete(own(identifier));
    }

    @Override
    public RetentionRule lock(String identifier, int unlockDelay) {
        return rules.lock(own(identifier), unlockDelay);
    }

    @Override
    public RetentionRule unlock(String identifier) {
        return rules.unlock(own(identifier));
    }

    @Override
    public Optional<RetentionRule> keeping(BinResourceType type, @Nullable String ownerId, List<Tag> tags) {
        return rules.keeping(type, account.id(), tags);
    }

    @Override
    public Optional<RecycleBinStay> stay(BinResourceType type, @Nullable String ownerId, List<Tag> tags) {
        return rules.stay(type, account.id(), tags);
    }

    private String own(String identifier) {
        return find(identifier).record().identifier();
    }
}
