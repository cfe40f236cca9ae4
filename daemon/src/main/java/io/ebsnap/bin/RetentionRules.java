package io.ebsnap.bin;

import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.Tag;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules of the recycle bin. They hold from the moment that they are made. Safe for use by several threads. */
public interface RetentionRules extends Retention {

    /**
     * Makes a rule.
     *
     * @throws io.ebsnap.failure.Failure.Invalid if the order is wrong in itself
     * @throws io.ebsnap.failure.Failure.Exhausted if there are too many
     */
    RetentionRule create(RuleOrder order);

    /**
     * A rule.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that identifier
     */
    RetentionRule find(String identifier);

    /** All rules in the order of their identifiers. */
    List<RetentionRule> list();

    /**
     * Changes a rule. What is in the bin stays there as long as it was to.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that identifier
     * @throws io.ebsnap.failure.Failure.Invalid if it would be wrong in itself
     * @throws io.ebsnap.failure.Failure.Conflict if it is locked
     */
    RetentionRule update(String identifier, RuleChange change);

    /**
     * Deletes a rule. What is in the bin stays there as long as it was to.
     *
     * @throws io.ebsnap.failure.Failure.NotFound if there is none of that identifier
     * @throws io.ebsnap.failure.Failure.Conflict if it is locked
     */
    void delete(String identifier);

    /**
     * Locks a rule: neither it nor its lock can be changed, but for {@link #unlock}.
     *
     * @param unlockDelay in days, 7 to 30
     * @throws io.ebsnap.failure.Failure.Conflict if it is locked already, or is one for tags or with tags that are left out
     */
    RetentionRule lock(String identifier, int unlockDelay);

    /**
     * Orders a rule to be unlocked when its delay is over.
     *
     * @throws io.ebsnap.failure.Failure.Conflict if it is not locked
     */
    RetentionRule unlock(String identifier);

    /**
     * The rule that would keep something if it were deleted now: of those that match, the one that keeps it longest.
     *
     * @param ownerId 12-digit account; null for the daemon's own
     */
    Optional<RetentionRule> keeping(BinResourceType type, @Nullable String ownerId, List<Tag> tags);
}
