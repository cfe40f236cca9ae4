package io.ebsnap.lifecycle;

import io.ebsnap.catalog.LockMode;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Reads the tables of rules in the table of a schedule. */
final class RuleReading {

    private static final int SHARED_ACCOUNTS_MAX = 100;
    private static final int COOL_OFF_HOURS_MAX = 72;
    private static final String TAGS_KEY = "copy-tags";

    private final Set<FollowUp.Kind> executable;

    RuleReading(Set<FollowUp.Kind> executable) {
        this.executable = executable;
    }

    List<Rule> read(PolicyTable schedule) {
        List<Rule> rules = new ArrayList<>();
        schedule.tables("copy")
                .forEach((id, table) -> rules.add(whole(table, FollowUp.Kind.COPY, copy -> copy(id, copy))));
        schedule.tables("push")
                .forEach((id, table) -> rules.add(whole(table, FollowUp.Kind.PUSH, push -> push(id, push))));
        one(rules, schedule, FollowUp.Kind.SHARE, RuleReading::share);
        one(rules, schedule, FollowUp.Kind.ENABLE_FAST_RESTORE, RuleReading::fastRestore);
        one(rules, schedule, FollowUp.Kind.LOCK, RuleReading::lock);
        one(rules, schedule, FollowUp.Kind.ARCHIVE, archive -> new Rule.ArchiveRule(age(archive, "after")));
        one(rules, schedule, FollowUp.Kind.DEPRECATE, deprecate -> new Rule.DeprecateRule(age(deprecate, "after")));
        return List.copyOf(rules);
    }

    private void one(List<Rule> rules, PolicyTable schedule, FollowUp.Kind kind, Function<PolicyTable, Rule> reader) {
        schedule.table(kind.word()).ifPresent(table -> rules.add(whole(table, kind, reader)));
    }

    /** What cannot be carried out is not half accepted. */
    private Rule whole(PolicyTable table, FollowUp.Kind kind, Function<PolicyTable, Rule> reader) {
        if (!executable.contains(kind)) {
            throw table.wrong("cannot be carried out: this daemon has nothing that does it ('" + kind.word() + "')");
        }
        Rule rule = reader.apply(table);
        table.requireNothingElse();
        return rule;
    }

    private static Rule copy(String id, PolicyTable table) {
        return new Rule.CopyRule(
                id,
                required(table, "key"),
                table.flag(TAGS_KEY).orElse(true),
                table.table("retain").map(RetentionReading::read).orElse(null));
    }

    private static Rule push(String id, PolicyTable table) {
        return new Rule.PushRule(
                id,
                table.text("remote").orElse(id),
                table.text("key").orElse(null),
                table.flag(TAGS_KEY).orElse(true));
    }

    private static Rule share(PolicyTable table) {
        List<String> accounts = table.list("accounts", text -> {
            if (!text.matches("[0-9]{12}")) {
                throw new IllegalArgumentException("is no account of 12 digits: '" + text + "'");
            }
            return text;
        });
        if (accounts.isEmpty() || accounts.size() > SHARED_ACCOUNTS_MAX) {
            throw table.wrong("accounts", "is to name 1 to " + SHARED_ACCOUNTS_MAX + " accounts");
        }
        return new Rule.ShareRule(
                accounts,
                table.flag("grant").orElse(false),
                table.value("unshare-after", Age::parse).orElse(null));
    }

    private static Rule fastRestore(PolicyTable table) {
        List<String> zones = table.list("zones", text -> text);
        Retention keep = RetentionReading.of(table);
        if (keep instanceof Retention.Generations) {
            throw table.wrong("is for a count, an age, or forever");
        }
        return new Rule.FastRestoreRule(zones, keep);
    }

    private static Rule lock(PolicyTable table) {
        LockMode mode = LockMode.valueOf(table.word("mode", "governance", "compliance")
                .orElse("governance")
                .toUpperCase(Locale.ROOT));
        Integer coolOff = table.value("cool-off", RuleReading::hours).orElse(null);
        if (coolOff != null && mode != LockMode.COMPLIANCE) {
            throw table.wrong("cool-off", "is for compliance mode");
        }
        return new Rule.LockRule(mode, age(table, "duration"), coolOff);
    }

    private static Integer hours(String text) {
        Age age = Age.parse(text);
        if (age.unit() != ChronoUnit.HOURS || age.count() > COOL_OFF_HOURS_MAX) {
            throw new IllegalArgumentException("is no time of 1 to " + COOL_OFF_HOURS_MAX + " hours: '" + text + "'");
        }
        return age.count();
    }

    private static Age age(PolicyTable table, String key) {
        return table.value(key, Age::parse).orElseThrow(() -> table.wrong("lacks " + key));
    }

    private static String required(PolicyTable table, String key) {
        return table.text(key).orElseThrow(() -> table.wrong("lacks " + key));
    }
}
