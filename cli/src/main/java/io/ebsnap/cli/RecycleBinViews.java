package io.ebsnap.cli;

import io.ebsnap.api.BinnedImage;
import io.ebsnap.api.BinnedSnapshot;
import io.ebsnap.api.BinnedVolume;
import io.ebsnap.api.Deleted;
import io.ebsnap.api.LockConfiguration;
import io.ebsnap.api.ResourceTag;
import io.ebsnap.api.Retention;
import io.ebsnap.api.RetentionRule;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The recycle bin as people see it. */
final class RecycleBinViews {

    private RecycleBinViews() {}

    static Table snapshots(List<BinnedSnapshot> snapshots) {
        Table table = Table.of("SNAPSHOT", "VOLUME", "DELETED", "GONE", "RULE", "DESCRIPTION");
        for (BinnedSnapshot snapshot : snapshots) {
            table.row(
                    snapshot.snapshotId(),
                    snapshot.volumeId(),
                    Human.time(snapshot.recycleBinEnterTime()),
                    Human.time(snapshot.recycleBinExitTime()),
                    snapshot.ruleIdentifier() + (snapshot.ruleLocked() ? " (locked)" : ""),
                    snapshot.description());
        }
        return table;
    }

    static Table volumes(List<BinnedVolume> volumes) {
        Table table = Table.of("VOLUME", "NAME", ">SIZE", "DELETED", "GONE", "RULE");
        for (BinnedVolume volume : volumes) {
            table.row(
                    volume.volumeId(),
                    volume.name(),
                    volume.size() + " GiB",
                    Human.time(volume.recycleBinEnterTime()),
                    Human.time(volume.recycleBinExitTime()),
                    volume.ruleIdentifier() + (volume.ruleLocked() ? " (locked)" : ""));
        }
        return table;
    }

    static Table images(List<BinnedImage> images) {
        Table table = Table.of("IMAGE", "NAME", "DELETED", "GONE", "RULE", "DESCRIPTION");
        for (BinnedImage image : images) {
            table.row(
                    image.imageId(),
                    image.name(),
                    Human.time(image.recycleBinEnterTime()),
                    Human.time(image.recycleBinExitTime()),
                    image.ruleIdentifier() + (image.ruleLocked() ? " (locked)" : ""),
                    image.description());
        }
        return table;
    }

    static Table rules(List<RetentionRule> rules) {
        Table table = Table.of("RULE", "TYPE", ">DAYS", "MATCHES", "LOCK", "DESCRIPTION");
        for (RetentionRule rule : rules) {
            table.row(
                    rule.identifier(),
                    rule.resourceType(),
                    String.valueOf(rule.retentionPeriod().retentionPeriodValue()),
                    matches(rule),
                    lock(rule),
                    rule.description());
        }
        return table;
    }

    static Table rule(RetentionRule rule) {
        return Table.pairs()
                .row("rule", rule.identifier())
                .row("type", rule.resourceType())
                .row("keeps", rule.retentionPeriod().retentionPeriodValue() + " days")
                .row("matches", matches(rule))
                .row("lock", lock(rule))
                .row("description", rule.description())
                .row("tags", Human.tags(rule.tags()));
    }

    static Table preview(Retention retention) {
        RetentionRule rule = retention.rule();
        Table table = Table.pairs().row("resource", retention.resourceId());
        return rule == null
                ? table.row("kept by", "no rule: deleting it is for good")
                : table.row(
                                "kept by",
                                rule.identifier() + " for "
                                        + rule.retentionPeriod().retentionPeriodValue() + " days")
                        .row("until", Human.time(retention.recycleBinExitTime()));
    }

    /** What would become of something. */
    static String intent(Retention retention) {
        RetentionRule rule = retention.rule();
        return retention.resourceId()
                + (rule == null
                        ? " would be gone for good"
                        : " would go into the recycle bin, by rule " + rule.identifier() + " until "
                                + Human.time(retention.recycleBinExitTime()) + ", and take its space until then");
    }

    /** What became of something that was deleted. */
    static String outcome(Deleted deleted) {
        return outcome("deleted", deleted.recycleBinExitTime());
    }

    /**
     * What became of something that was given up.
     *
     * @param exitTime until when it is in the recycle bin; null if it is gone
     */
    static String outcome(String word, @Nullable Instant exitTime) {
        return exitTime == null ? word : word + ", in the recycle bin until " + Human.time(exitTime);
    }

    private static String matches(RetentionRule rule) {
        if (!rule.resourceTags().isEmpty()) {
            return tags(rule.resourceTags());
        }
        return rule.excludeResourceTags().isEmpty()
                ? "everything"
                : "everything but " + tags(rule.excludeResourceTags());
    }

    private static String tags(List<ResourceTag> tags) {
        return tags.stream()
                .map(tag -> tag.resourceTagKey() + (tag.resourceTagValue() == null ? "" : "=" + tag.resourceTagValue()))
                .collect(Collectors.joining(", "));
    }

    private static String lock(RetentionRule rule) {
        LockConfiguration lock = rule.lockConfiguration();
        @Nullable Instant end = rule.lockEndTime();
        if (lock == null) {
            return rule.lockState();
        }
        return rule.lockState()
                + (end == null
                        ? ", " + lock.unlockDelay().unlockDelayValue() + " days to unlock"
                        : " " + (rule.lockState().equals("unlocked") ? "since " : "until ") + Human.time(end));
    }
}
