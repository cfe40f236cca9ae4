package io.ebsnap.lifecycle;

import io.ebsnap.failure.Failure;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads policies: TOML, as ebsnap-policy(5) says. What is not known is an error. Immutable. */
final class PolicyDocument {

    private static final int SCHEDULES_MAX = 16;
    private static final int DESCRIPTION_LENGTH_MAX = 500;

    private final Set<FollowUp.Kind> executable;
    private final String ownAccount;

    /**
     * A reader.
     *
     * @param executable what can be done with snapshots: rules that want anything else are refused
     * @param ownAccount 12 digits, of the daemon
     */
    PolicyDocument(Set<FollowUp.Kind> executable, String ownAccount) {
        this.executable = executable;
        this.ownAccount = ownAccount;
    }

    /**
     * Where a document comes from.
     *
     * @param words for messages: a file, or an id
     * @param id of its policy, unless it names one itself
     * @param name of its policy
     * @param accountId of the account that gave it; null for the administrator, who may name any
     */
    record Source(
            String words, String id, String name, @Nullable String accountId) {}

    /**
     * Reads a document.
     *
     * @throws Failure.Invalid if anything is wrong with it; names source and key
     */
    Policy read(String text, Source source) {
        PolicyTable table =
                PolicyTable.parse(text, new PolicyTable.Source(source.words(), "a policy", "ebsnap-policy(5)"));
        String account = account(table, source);
        boolean isDefault = table.flag("default").orElse(false);
        boolean images =
                table.word("resource-type", "volume", "image").orElse("volume").equals("image");
        if (images && isDefault) {
            throw table.wrong("default", "is for volumes, and not for images");
        }
        ZoneId zone = TimingReading.zone(table, ZoneOffset.UTC);
        PolicyHooks hooks = hooks(table, !account.equals(ownAccount) || source.accountId() != null);
        Policy policy = new Policy(
                table.value("id", PolicyDocument::policyId).orElse(source.id()),
                source.name(),
                description(table),
                !table.word("state", "enabled", "disabled").orElse("enabled").equals("disabled"),
                account,
                source.accountId() == null && account.equals(ownAccount),
                isDefault,
                images,
                target(table, isDefault),
                hooks,
                schedules(table, new ScheduleReading(kinds(images), zone, isDefault, images)));
        table.requireNothingElse();
        if (!policy.administrators() && policy.pushes()) {
            throw table.wrong("schedule", "pushes to another daemon, which is the administrator's alone");
        }
        return policy;
    }

    private String account(PolicyTable table, Source source) {
        String named = table.value("account", PolicyDocument::accountId).orElse(source.accountId());
        if (source.accountId() != null && !source.accountId().equals(named)) {
            throw table.wrong("account", "names another account than that which gives it");
        }
        return named == null ? ownAccount : named;
    }

    private static String accountId(String text) {
        if (!text.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("is no account of 12 digits: '" + text + "'");
        }
        return text;
    }

    private static String policyId(String text) {
        if (!PolicyIds.isValid(text)) {
            throw new IllegalArgumentException("is not of the form policy-0123456789abcdef0: '" + text + "'");
        }
        return text;
    }

    private static String description(PolicyTable table) {
        String description = table.text("description").orElse("");
        if (description.length() > DESCRIPTION_LENGTH_MAX) {
            throw table.wrong("description", "has more than " + DESCRIPTION_LENGTH_MAX + " characters");
        }
        return description;
    }

    private static Target target(PolicyTable table, boolean isDefault) {
        PolicyTable target = table.table("target").orElse(null);
        Target.Without without = without(table);
        if (isDefault) {
            if (target != null) {
                throw table.wrong("target", "is not for a default policy, which is for all volumes");
            }
            return new Target(true, List.of(), List.of(), Target.Kinds.ANY, without);
        }
        if (target == null) {
            throw table.wrong("names no [target]");
        }
        Target meant = new Target(
                target.flag("all").orElse(false),
                target.list("tags", TagPattern::parse),
                target.list("volumes", text -> text),
                target.word("kind", "any", "managed", "registered")
                        .map(word -> Target.Kinds.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(Target.Kinds.ANY),
                without);
        target.requireNothingElse();
        if (!meant.all() && meant.tags().isEmpty() && meant.volumes().isEmpty()) {
            throw target.wrong("names no volumes: it has one of tags, volumes, all");
        }
        return meant;
    }

    private static Target.Without without(PolicyTable table) {
        return table.table("exclude")
                .map(exclude -> {
                    Target.Without without = new Target.Without(
                            exclude.list("tags", TagPattern::parse),
                            exclude.list("volumes", text -> text),
                            exclude.flag("boot").orElse(false));
                    exclude.requireNothingElse();
                    return without;
                })
                .orElse(new Target.Without(List.of(), List.of(), false));
    }

    private static PolicyHooks hooks(PolicyTable table, boolean refused) {
        PolicyTable hooks = table.table("hooks").orElse(null);
        if (hooks == null) {
            return PolicyHooks.NONE;
        }
        if (refused) {
            throw table.wrong("hooks", "are commands that run as root, which are not run for an account's policy");
        }
        PolicyHooks read = new PolicyHooks(
                hooks.text("before").orElse(null),
                hooks.text("after").orElse(null),
                hooks.value("timeout", PolicyDocument::timeout).orElse(null),
                !hooks.word("on-failure", "skip", "crash-consistent")
                        .orElse("skip")
                        .equals("crash-consistent"));
        hooks.requireNothingElse();
        return read;
    }

    private static Duration timeout(String text) {
        String digits = text.strip().replaceFirst(" *seconds?$", "");
        if (!digits.matches("[1-9][0-9]{0,3}") || Integer.parseInt(digits) > 3_600 || digits.equals(text.strip())) {
            throw new IllegalArgumentException(
                    "is no number of seconds from 1 to 3600, as in '30 seconds': '" + text + "'");
        }
        return Duration.ofSeconds(Integer.parseInt(digits));
    }

    /** Images are given up with their snapshots: nothing else is done with these. */
    private Set<FollowUp.Kind> kinds(boolean images) {
        return images && executable.contains(FollowUp.Kind.DEPRECATE)
                ? Set.of(FollowUp.Kind.DEPRECATE)
                : images ? Set.of() : executable;
    }

    private static List<Schedule> schedules(PolicyTable table, ScheduleReading reading) {
        Map<String, PolicyTable> tables = table.tables("schedule");
        if (tables.isEmpty() || tables.size() > SCHEDULES_MAX) {
            throw table.wrong("has 1 to " + SCHEDULES_MAX + " schedules, each a table [schedule.ID]");
        }
        List<Schedule> schedules = new ArrayList<>();
        new TreeMap<>(tables).forEach((id, schedule) -> schedules.add(reading.read(id, schedule)));
        return schedules;
    }
}
