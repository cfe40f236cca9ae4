package io.ebsnap.lifecycle;

import io.ebsnap.catalog.Tag;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What policies do, written down once more in the simplest way: every minute of the year is asked whether anything is due in it, and every snapshot whether anything
 * keeps it. Shares nothing with the planner but the texts of the policies.
 */
final class NaivePolicies {

    /** When a schedule is due: by what its clock shows, or by the minutes that have passed since 1970. */
    record When(String text, Predicate<LocalDateTime> local, Predicate<Long> elapsed) {

        boolean isDue(Instant minute, ZoneId zone) {
            long start = LocalDateTime.of(1970, 1, 1, 0, 0).atZone(zone).toEpochSecond();
            if (elapsed.test((minute.getEpochSecond() - start) / 60)) {
                return true;
            }
            ZoneOffsetTransition moved = zone.getRules()
                    .getTransition(LocalDateTime.ofInstant(minute, zone).minusSeconds(1));
            if (moved != null && moved.isGap() && moved.getInstant().equals(minute)) {
                LocalDateTime skipped = moved.getDateTimeBefore();
                while (skipped.isBefore(moved.getDateTimeAfter())) {
                    if (local.test(skipped)) {
                        return true;
                    }
                    skipped = skipped.plusMinutes(1);
                }
            }
            LocalDateTime shown = LocalDateTime.ofInstant(minute, zone);
            List<ZoneOffset> offsets = zone.getRules().getValidOffsets(shown);
            boolean isFirst = offsets.size() < 2
                    || offsets.getFirst().equals(zone.getRules().getOffset(minute));
            return isFirst && local.test(shown);
        }
    }

    /** How long or how many: one of them is set. */
    record Keep(String text, int count, Optional<Age> age, List<Integer> generations) {}

    /** A schedule. */
    record Plan(
            String policy,
            String id,
            When when,
            ZoneId zone,
            Keep keep,
            Optional<Keep> copies,
            boolean adopts,
            int withoutHours,
            Map<String, Age> deeds) {

        /** A schedule that has its turn with a snapshot. */
        String id(Shot shot) {
            return id() + " " + shot;
        }

        String table() {
            return id.substring(id.indexOf('/') + 1);
        }
    }

    /** A policy: which volumes, by the tags that they have. */
    record Covering(String policy, boolean enabled, String tag) {}

    /** What is so of a snapshot that was there before. */
    record Before(boolean byHand, boolean isProtected, boolean verified) {
        static final Before NOT = new Before(false, false, false);
    }

    /** A snapshot. */
    record Shot(String volume, Instant time, Set<String> plans, boolean copy, Before before) {

        boolean byHand() {
            return !before.equals(Before.NOT);
        }

        String name() {
            return volume + " " + time + (copy ? " copy " + plans : "") + (byHand() ? " by hand" : " of " + policy());
        }

        private String policy() {
            return plans.stream()
                    .map(plan -> plan.substring(0, plan.indexOf('/')))
                    .findFirst()
                    .orElse("");
        }
    }

    private final List<Covering> policies;
    private final List<Plan> plans;
    private final Map<String, List<Tag>> volumes;
    private final List<Shot> shots = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Set<Instant> expiries = new HashSet<>();
    private final NaiveDeeds deeds = new NaiveDeeds(told);
    private Set<Shot> spared = Set.of();
    private final Set<String> copied = new HashSet<>();
    private final Set<String> covered = new HashSet<>();

    NaivePolicies(List<Covering> policies, List<Plan> plans, Map<String, List<Tag>> volumes, List<Shot> before) {
        this.policies = policies;
        this.plans = plans;
        this.volumes = volumes;
        shots.addAll(before);
        before.forEach(this::noteExpiries);
        for (Covering policy : policies) {
            volumes.forEach((volume, tags) -> {
                if (tags.stream().anyMatch(tag -> tag.key().equals(policy.tag()))) {
                    covered.add(policy.policy() + " " + volume);
                }
            });
        }
    }

    /** What happens, each as {@code TIME created|deleted NAME}, in order of time, then of text. */
    List<String> play(Instant from, Instant until) {
        retain(from);
        for (Instant minute = from.plusSeconds(60); !minute.isAfter(until); minute = minute.plusSeconds(60)) {
            boolean changed = fire(minute);
            if (changed || expiries.contains(minute)) {
                retain(minute);
            }
        }
        return told.stream().sorted().toList();
    }

    private boolean fire(Instant minute) {
        boolean changed = false;
        for (Covering policy : policies) {
            List<Plan> due = plans.stream()
                    .filter(plan ->
                            plan.policy().equals(policy.policy()) && plan.when().isDue(minute, plan.zone()))
                    .toList();
            if (policy.enabled() && !due.isEmpty()) {
                changed = true;
                for (String volume : new TreeSet<>(volumes.keySet())) {
                    if (isCovered(policy, volume)) {
                        shoot(minute, volume, due);
                    }
                }
            }
        }
        return changed;
    }

    private boolean isCovered(Covering policy, String volume) {
        return covered.contains(policy.policy() + " " + volume);
    }

    private void shoot(Instant minute, String volume, List<Plan> due) {
        Set<String> wanted = new TreeSet<>();
        for (Plan plan : due) {
            Instant limit = minute.minusSeconds(plan.withoutHours() * 3_600L);
            boolean recent = plan.withoutHours() > 0
                    && shots.stream()
                            .anyMatch(shot ->
                                    shot.volume().equals(volume) && shot.time().isAfter(limit));
            if (!recent) {
                wanted.add(plan.id());
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        add(minute, new Shot(volume, minute, wanted, false, Before.NOT));
    }

    private void add(Instant minute, Shot shot) {
        shots.add(shot);
        noteExpiries(shot);
        told.add(minute + " created " + shot.name());
    }

    private void noteExpiries(Shot shot) {
        for (Plan plan : plans) {
            for (Keep keep : Stream.concat(Stream.of(plan.keep()), plan.copies().stream())
                    .toList()) {
                keep.age().ifPresent(age -> noteExpiry(shot, age, plan.zone()));
            }
            plan.deeds().values().forEach(age -> noteExpiry(shot, age, plan.zone()));
        }
    }

    /** The next minute at which anybody looks. */
    private void noteExpiry(Shot shot, Age age, ZoneId zone) {
        expiries.add(Instant.ofEpochSecond(Math.ceilDiv(end(shot, age, zone).getEpochSecond(), 60L) * 60));
    }

    static Instant end(Shot shot, Age age, ZoneId zone) {
        ZonedDateTime time = shot.time().atZone(zone);
        return switch (age.unit()) {
            case HOURS -> shot.time().plusSeconds(3_600L * age.count());
            case DAYS -> time.plusDays(age.count()).toInstant();
            case MONTHS -> time.plusMonths(age.count()).toInstant();
            default -> throw new AssertionError(age);
        };
    }

    private void retain(Instant now) {
        List<Shot> gone = shots.stream().filter(shot -> !isKept(shot, now)).toList();
        List<Shot> copies = new ArrayList<>();
        boolean done = false;
        for (Plan plan : plans) {
            for (Shot shot : shots) {
                if (!gone.contains(shot) && isEnabled(plan) && isMember(plan, shot, false)) {
                    done |= deeds.carryOut(plan, shot, now);
                }
                if (!gone.contains(shot) && isToBeCopied(plan, shot) && copied.add(plan.id(shot))) {
                    copies.add(new Shot(shot.volume(), shot.time(), Set.of(plan.id()), true, Before.NOT));
                }
            }
        }
        for (Shot shot : gone) {
            told.add(now + " deleted " + shot.name());
        }
        shots.removeAll(gone);
        copies.forEach(copy -> add(now, copy));
        if (!gone.isEmpty() || !copies.isEmpty() || done) {
            retain(now);
        } else {
            tellSpared(now);
        }
    }

    private boolean isToBeCopied(Plan plan, Shot shot) {
        return plan.copies().isPresent() && isEnabled(plan) && isMember(plan, shot, false);
    }

    private boolean isEnabled(Plan plan) {
        return policies.stream().anyMatch(policy -> policy.policy().equals(plan.policy()) && policy.enabled());
    }

    /** Those that stay in spite of all policies; each is told when it begins. */
    private void tellSpared(Instant now) {
        Set<Shot> after = new HashSet<>();
        for (Shot shot : shots) {
            if (isBeyondPolicies(shot, now) && !isKeptByPolicies(shot, now)) {
                after.add(shot);
                if (!spared.contains(shot)) {
                    told.add(now + " kept " + shot.name());
                }
            }
        }
        spared = after;
    }

    private boolean isKept(Shot shot, Instant now) {
        return isBeyondPolicies(shot, now) || isKeptByPolicies(shot, now);
    }

    private boolean isBeyondPolicies(Shot shot, Instant now) {
        return shot.before().isProtected()
                || deeds.isLocked(shot, now)
                || isLast(shot)
                || (shot.before().verified() && isLastVerified(shot));
    }

    /** Nothing is verified while it is played. */
    private boolean isLastVerified(Shot shot) {
        return shots.stream()
                .noneMatch(other -> other.before().verified()
                        && other.volume().equals(shot.volume())
                        && (other.time().isAfter(shot.time())
                                || (other.time().equals(shot.time()) && shots.indexOf(other) > shots.indexOf(shot))));
    }

    private boolean isKeptByPolicies(Shot shot, Instant now) {
        boolean governed = false;
        for (Plan plan : plans) {
            List<Shot> members = shots.stream()
                    .filter(other -> other.volume().equals(shot.volume()) && isMember(plan, other, shot.copy()))
                    .toList();
            if (members.contains(shot)) {
                governed = true;
                Keep keep = shot.copy() ? plan.copies().orElseThrow() : plan.keep();
                if (!isEnabled(plan) || keeps(keep, plan.zone(), shot, members, now)) {
                    return true;
                }
            }
        }
        return !governed;
    }

    private boolean isLast(Shot shot) {
        return !shot.copy()
                && shots.stream()
                        .noneMatch(other -> !other.copy()
                                && other.volume().equals(shot.volume())
                                && (other.time().isAfter(shot.time())
                                        || (other.time().equals(shot.time())
                                                && shots.indexOf(other) > shots.indexOf(shot))));
    }

    private boolean isMember(Plan plan, Shot shot, boolean copy) {
        if (shot.copy() != copy) {
            return false;
        }
        return shot.plans().contains(plan.id())
                || (plan.adopts() && shot.byHand() && covered.contains(plan.policy() + " " + shot.volume()));
    }

    private static boolean keeps(Keep keep, ZoneId zone, Shot shot, List<Shot> all, Instant now) {
        if (keep.age().isPresent()) {
            return now.isBefore(end(shot, keep.age().get(), zone));
        }
        List<Shot> later =
                all.stream().filter(other -> other.time().isAfter(shot.time())).toList();
        if (keep.count() > 0) {
            return later.size() < keep.count();
        }
        for (int generation = 0; generation < keep.generations().size(); generation++) {
            String own = stretch(generation, shot, zone);
            Map<String, Shot> stretches = new TreeMap<>();
            for (Shot other : later) {
                stretches.put(stretch(generation, other, zone), other);
            }
            if (!stretches.containsKey(own)
                    && stretches.size() < keep.generations().get(generation)) {
                return true;
            }
        }
        return false;
    }

    private static String stretch(int generation, Shot shot, ZoneId zone) {
        ZonedDateTime time = shot.time().atZone(zone);
        return switch (generation) {
            case 0 -> time.toLocalDate() + "T" + time.getHour() + time.getOffset();
            case 1 -> time.toLocalDate().toString();
            case 2 -> time.get(IsoFields.WEEK_BASED_YEAR) + "/" + time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case 3 -> time.getYear() + "/" + time.getMonthValue();
            default -> "" + time.getYear();
        };
    }
}
