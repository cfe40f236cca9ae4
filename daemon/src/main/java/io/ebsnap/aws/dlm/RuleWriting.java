package io.ebsnap.aws.dlm;

import io.ebsnap.aws.json.JsonMembers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes which snapshots a schedule keeps, and what is done with them. For one schedule.
 *
 * @param table of the schedule
 * @param region in which copies stay
 * @param out to which it is written
 */
record RuleWriting(String table, String region, Toml out) {

    static final String DEFAULT_KEY = "alias/aws/ebs";

    private static final String RETAIN_RULE = "RetainRule";
    private static final String COUNT = "Count";
    private static final int COUNT_MAX = 1000;
    private static final int COPIES_MAX = 3;

    void write(JsonMembers schedule) {
        JsonMembers archive = schedule.object("ArchiveRule");
        JsonMembers retain = present(schedule, RETAIN_RULE);
        if (archive == null) {
            out.table(table + ".retain");
            keep(retain);
        } else {
            archive(archive, retain);
        }
        fastRestore(schedule);
        copies(schedule);
        share(schedule);
        deprecate(schedule);
    }

    private static JsonMembers present(JsonMembers in, String name) {
        JsonMembers object = in.object(name);
        if (object == null) {
            throw DlmFaults.required(in, name);
        }
        return object;
    }

    /** The newest so many, or those that are not so old; not both. */
    private void keep(JsonMembers rule) {
        Integer count = rule.integer(COUNT, 0, COUNT_MAX);
        boolean aged = Length.isIn(rule, Length.INTERVAL);
        if (count != null && count > 0) {
            if (aged) {
                throw DlmFaults.exclusive(rule, COUNT, Length.INTERVAL);
            }
            PolicyWriting.refuse(rule, "IntervalUnit", "is of an Interval, and not of a Count");
            out.add("count", count);
        } else if (aged) {
            out.add("age", Length.of(rule, Length.INTERVAL).text());
        } else {
            throw count == null ? DlmFaults.required(rule, COUNT) : rule.wrong(COUNT, "is 1 or more here");
        }
    }

    /** In DLM one time follows the other; here both begin with the snapshot. */
    private void archive(JsonMembers archive, JsonMembers retain) {
        JsonMembers tier = present(present(archive, RETAIN_RULE), "RetentionArchiveTier");
        for (JsonMembers rule : List.of(retain, tier)) {
            if (rule.has(COUNT)) {
                throw rule.wrong(COUNT, "is not for schedules that archive: they go by age here");
            }
        }
        Length standard = Length.of(retain, Length.INTERVAL);
        Length whole = standard.plus(Length.of(tier, Length.INTERVAL))
                .orElseThrow(() -> tier.wrong(
                        "IntervalUnit",
                        "does not add up with that of RetainRule: both are days and weeks, or months and years"));
        out.table(table + ".retain").add("age", whole.text());
        out.table(table + ".archive").add("after", standard.text());
    }

    private void fastRestore(JsonMembers schedule) {
        JsonMembers rule = schedule.object("FastRestoreRule");
        if (rule == null) {
            return;
        }
        out.table(table + ".fast-restore");
        keep(rule);
        List<String> zones = ScheduleWriting.texts(rule, "AvailabilityZones", "AvailabilityZoneIds");
        if (!zones.isEmpty()) {
            out.add("zones", zones);
        }
    }

    private void copies(JsonMembers schedule) {
        List<JsonMembers> rules = schedule.objects("CrossRegionCopyRules");
        if (rules.size() > COPIES_MAX) {
            throw schedule.wrong("CrossRegionCopyRules", "are more than " + COPIES_MAX);
        }
        Set<String> ids = new HashSet<>();
        for (JsonMembers rule : rules) {
            copy(rule, ids);
        }
    }

    /** Within the region a copy is one under another key. */
    private void copy(JsonMembers rule, Set<String> ids) {
        requireHere(rule);
        if (!Boolean.TRUE.equals(rule.flag("Encrypted"))) {
            throw rule.wrong("Encrypted", "is true here: a copy is one under another key");
        }
        String arn = ScheduleWriting.text(rule, "CmkArn");
        String key = arn == null ? DEFAULT_KEY : arn;
        String copy = table + ".copy.key-" + ScheduleWriting.hash(key);
        if (!ids.add(copy)) {
            throw rule.wrong("CmkArn", "is that of another copy");
        }
        PolicyWriting.refuse(rule, "DeprecateRule", "is for images");
        out.table(copy).add("key", key).add("copy-tags", Boolean.TRUE.equals(rule.flag("CopyTags")));
        JsonMembers retain = rule.object(RETAIN_RULE);
        if (retain != null) {
            out.table(copy + ".retain")
                    .add("age", Length.of(retain, Length.INTERVAL).text());
        }
    }

    private void requireHere(JsonMembers rule) {
        String target = ScheduleWriting.text(rule, "Target");
        String targetRegion = ScheduleWriting.text(rule, "TargetRegion");
        if (target != null && targetRegion != null) {
            throw DlmFaults.exclusive(rule, "Target", "TargetRegion");
        }
        if (target == null && targetRegion == null) {
            throw DlmFaults.required(rule, "Target");
        }
        if (!region.equals(target == null ? targetRegion : target)) {
            throw rule.wrong(target == null ? "TargetRegion" : "Target", "is " + region + " here");
        }
    }

    private void share(JsonMembers schedule) {
        List<JsonMembers> rules = schedule.objects("ShareRules");
        if (rules.size() > 1) {
            throw schedule.wrong("ShareRules", "are one at most");
        }
        for (JsonMembers rule : rules) {
            List<String> accounts = rule.texts("TargetAccounts");
            if (accounts.isEmpty()) {
                throw DlmFaults.required(rule, "TargetAccounts");
            }
            out.table(table + ".share").add("accounts", accounts);
            if (Length.isIn(rule, Length.UNSHARE)) {
                out.add("unshare-after", Length.of(rule, Length.UNSHARE).text());
            }
        }
    }

    private void deprecate(JsonMembers schedule) {
        JsonMembers rule = schedule.object("DeprecateRule");
        if (rule == null) {
            return;
        }
        if (rule.has(COUNT)) {
            throw rule.wrong(COUNT, "is not for deprecation, which goes by age here");
        }
        out.table(table + ".deprecate")
                .add("after", Length.of(rule, Length.INTERVAL).text());
    }
}
