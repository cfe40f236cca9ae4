package io.ebsnap.control;

import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.RetentionPeriod;
import io.ebsnap.bin.RetentionRule;
import io.ebsnap.catalog.BinResourceType;
import io.ebsnap.catalog.ResourceTag;
import io.ebsnap.catalog.RetentionRuleLock;
import io.ebsnap.catalog.RetentionRuleRecord;
import io.ebsnap.failure.Failure;
import io.ebsnap.kms.KeyArns;
import java.util.List;

/** Retention rules as the protocol shows them, and as it orders them. */
final class RuleShapes {

    private static final String DAYS = "DAYS";
    private static final String AVAILABLE = "available";

    private final KeyArns arns;

    /** @param arns know the region and the daemon's account */
    RuleShapes(KeyArns arns) {
        this.arns = arns;
    }

    io.ebsnap.api.RetentionRule rule(RetentionRule rule) {
        RetentionRuleRecord record = rule.record();
        RetentionRuleLock lock = record.lock();
        return new io.ebsnap.api.RetentionRule(
                record.identifier(),
                "arn:aws:rbin:" + arns.region() + ":" + record.ownerId() + ":rule/" + record.identifier(),
                record.resourceType().name(),
                RetentionPeriod.days(record.retentionPeriod()),
                record.description(),
                tags(record.resourceTags()),
                tags(record.excludeResourceTags()),
                AVAILABLE,
                rule.lockState().word(),
                lock == null ? null : LockConfiguration.days(lock.unlockDelay()),
                lock == null ? null : lock.lockEndTime(),
                Shapes.tags(record.tags()));
    }

    static List<ResourceTag> records(List<io.ebsnap.api.ResourceTag> tags) {
        return tags.stream()
                .map(tag -> new ResourceTag(tag.resourceTagKey(), tag.resourceTagValue()))
                .toList();
    }

    static int days(RetentionPeriod period) {
        return days(period.retentionPeriodUnit(), period.retentionPeriodValue());
    }

    static int days(LockConfiguration lock) {
        return days(lock.unlockDelay().unlockDelayUnit(), lock.unlockDelay().unlockDelayValue());
    }

    static BinResourceType type(String word) {
        for (BinResourceType type : BinResourceType.values()) {
            if (type.name().equals(word)) {
                return type;
            }
        }
        throw new Failure.Invalid(
                "nothing of type '" + word + "' goes into the recycle bin",
                "known are EBS_SNAPSHOT, EBS_VOLUME and EC2_IMAGE");
    }

    private static List<io.ebsnap.api.ResourceTag> tags(List<ResourceTag> tags) {
        return tags.stream()
                .map(tag -> new io.ebsnap.api.ResourceTag(tag.resourceTagKey(), tag.resourceTagValue()))
                .toList();
    }

    private static int days(String unit, int value) {
        if (!unit.equals(DAYS)) {
            throw new Failure.Invalid("time is counted in " + DAYS + ", not in '" + unit + "'");
        }
        return value;
    }
}
