package io.ebsnap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.lifecycle.NaivePolicies.Before;
import io.ebsnap.lifecycle.NaivePolicies.Covering;
import io.ebsnap.lifecycle.NaivePolicies.Keep;
import io.ebsnap.lifecycle.NaivePolicies.Plan;
import io.ebsnap.lifecycle.NaivePolicies.Shot;
import io.ebsnap.lifecycle.NaivePolicies.When;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A year of random policies comes out as a model says that is as simple as it is slow. */
final class PlannerModelTest {

    private static final String OWN = "000000000000";
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
    private static final List<String> DEEDS = List.of("lock", "archive", "deprecate");
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aYearIsAsTheModelSays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, List<Tag>> volumes = volumes(random);
        List<Covering> policies = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        List<Policy> read = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            Covering policy = new Covering("p" + i, i == 0 || random.nextInt(5) > 0, "t" + random.nextInt(3));
            policies.add(policy);
            List<Plan> own = plans(policy.policy(), random);
            plans.addAll(own);
            read.add(policy(policy, own));
        }
        List<Shot> before = before(volumes, random);
        List<String> expected = new NaivePolicies(policies, plans, volumes, before).play(FROM, UNTIL);
        List<String> told = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        World world = world(read, volumes, before, names);
        Simulator simulator = new Simulator(world, occurrence -> {
            tell(occurrence, names, told);
            return true;
        });
        assertThat(simulator.run(FROM, UNTIL, Integer.MAX_VALUE)).isTrue();
        List<String> missing = without(expected, told);
        List<String> untrue = without(told, expected);
        assertThat(missing.isEmpty() && untrue.isEmpty())
                .as("seed %s, %s: missing %s, untrue %s", seed, plans, missing, untrue)
                .isTrue();
    }

    /** What one says more often than the other. */
    private static List<String> without(List<String> one, List<String> other) {
        Map<String, Integer> counts = new HashMap<>();
        other.forEach(text -> counts.merge(text, 1, Integer::sum));
        return one.stream()
                .filter(text -> counts.merge(text, -1, Integer::sum) < 0)
                .limit(10)
                .toList();
    }

    private static Map<String, List<Tag>> volumes(SplittableRandom random) {
        Map<String, List<Tag>> volumes = new TreeMap<>();
        for (int i = 0; i < 3; i++) {
            List<Tag> tags = new ArrayList<>();
            for (int tag = 0; tag < 3; tag++) {
                if (random.nextBoolean()) {
                    tags.add(new Tag("t" + tag, "x"));
                }
            }
            volumes.put("vol-" + i, tags);
        }
        return volumes;
    }

    private static List<Plan> plans(String policy, SplittableRandom random) {
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            When when = ModelTimes.ALL.get(random.nextInt(ModelTimes.ALL.size()));
            plans.add(new Plan(
                    policy,
                    policy + "/s" + i,
                    when,
                    ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                    keep(random, isOften(when)),
                    random.nextInt(3) == 0 ? Optional.of(keep(random, isOften(when))) : Optional.empty(),
                    random.nextInt(3) == 0,
                    random.nextInt(4) == 0 ? 1 + random.nextInt(48) : 0,
                    deeds(random, isOften(when))));
        }
        return plans;
    }

    private static Map<String, Age> deeds(SplittableRandom random, boolean often) {
        Map<String, Age> deeds = new TreeMap<>();
        for (String word : DEEDS) {
            if (random.nextInt(3) == 0) {
                deeds.put(
                        word, Age.parse(1 + random.nextInt(50) + (often || random.nextBoolean() ? " hours" : " days")));
            }
        }
        return deeds;
    }

    /** Of those the model, which looks at each beside each, cannot keep as many. */
    private static boolean isOften(When when) {
        return when.text().matches("(?s).*(minutes|hours|\\*/6|/2).*");
    }

    private static Keep keep(SplittableRandom random, boolean often) {
        switch (random.nextInt(3)) {
            case 0 -> {
                int count = 1 + random.nextInt(9);
                return new Keep("count = " + count, count, Optional.empty(), List.of());
            }
            case 1 -> {
                String age = often
                        ? 1 + random.nextInt(30) + " hours"
                        : 1 + random.nextInt(2) + (random.nextBoolean() ? " months" : "0 days");
                return new Keep("age = \"" + age + "\"", 0, Optional.of(Age.parse(age)), List.of());
            }
            default -> {
                List<Integer> counts = List.of(
                        random.nextInt(4),
                        random.nextInt(6),
                        random.nextInt(4),
                        random.nextInt(6),
                        1 + random.nextInt(2));
                return new Keep(
                        "hourly = " + counts.get(0) + "\ndaily = " + counts.get(1) + "\nweekly = " + counts.get(2)
                                + "\nmonthly = " + counts.get(3) + "\nyearly = " + counts.get(4),
                        0,
                        Optional.empty(),
                        counts);
            }
        }
    }

    private static Policy policy(Covering policy, List<Plan> plans) {
        StringBuilder text = new StringBuilder();
        text.append("state = \"")
                .append(policy.enabled() ? "enabled" : "disabled")
                .append("\"\n");
        text.append("[target]\ntags = [\"").append(policy.tag()).append("\"]\n");
        for (Plan plan : plans) {
            String table = "[schedule." + plan.table();
            text.append(table)
                    .append("]\n")
                    .append(plan.when().text())
                    .append("\ntime-zone = \"")
                    .append(plan.zone())
                    .append("\"\n");
            text.append(plan.adopts() ? "adopt = [\"by=hand\"]\n" : "");
            text.append(plan.withoutHours() > 0 ? "only-without = \"" + plan.withoutHours() + " hours\"\n" : "");
            text.append(table).append(".retain]\n").append(plan.keep().text()).append("\n");
            plan.deeds()
                    .forEach((word, age) -> text.append(table)
                            .append(".")
                            .append(word)
                            .append(word.equals("lock") ? "]\nduration = \"" : "]\nafter = \"")
                            .append(age)
                            .append("\"\n"));
            if (plan.copies().isPresent()) {
                text.append(table).append(".copy.far]\nkey = \"alias/far\"\n");
                text.append(table)
                        .append(".copy.far.retain]\n")
                        .append(plan.copies().get().text())
                        .append("\n");
            }
        }
        return new PolicyDocument(Set.of(FollowUp.Kind.values()), OWN)
                .read(
                        text.toString(),
                        new PolicyDocument.Source(policy.policy(), policy.policy(), policy.policy(), null));
    }

    /** Snapshots that somebody has taken by hand, some of them locked. */
    private static List<Shot> before(Map<String, List<Tag>> volumes, SplittableRandom random) {
        List<Shot> before = new ArrayList<>();
        for (String volume : volumes.keySet()) {
            for (int i = 0; i < random.nextInt(5); i++) {
                Instant time = FROM.minusSeconds(86_400L * i + 60L * random.nextInt(1_000));
                before.add(new Shot(
                        volume,
                        time,
                        Set.of(),
                        false,
                        new Before(true, random.nextInt(4) == 0, random.nextInt(3) == 0)));
            }
        }
        return before;
    }

    private static World world(
            List<Policy> policies, Map<String, List<Tag>> volumes, List<Shot> before, Map<String, String> names) {
        List<VolumeFacts> facts = new ArrayList<>();
        volumes.forEach((id, tags) -> facts.add(new VolumeFacts(id, "", OWN, tags, false, "/dev/" + id, false)));
        List<SnapshotFacts> snapshots = new ArrayList<>();
        for (Shot shot : before) {
            String id = "old-" + snapshots.size();
            names.put(id, shot.name());
            snapshots.add(new SnapshotFacts(
                    id,
                    shot.volume(),
                    OWN,
                    shot.time(),
                    SnapshotState.COMPLETED,
                    List.of(new Tag("by", "hand")),
                    Marks.NONE,
                    shot.before().isProtected() ? List.of(new Protection("it is locked", null)) : List.of(),
                    shot.before().verified()));
        }
        return new World(FROM, policies, facts, World.byVolume(snapshots), Map.of());
    }

    private static void tell(Occurrence occurrence, Map<String, String> names, List<String> told) {
        switch (occurrence.kind()) {
            case CREATED -> {
                String name = occurrence.volumeId() + " " + occurrence.time() + " of " + occurrence.policy();
                names.put(occurrence.snapshotId(), name);
                told.add(occurrence.time() + " created " + name);
            }
            case FOLLOWED_UP -> {
                String word = occurrence.reason().split(" ", 2)[0];
                if (DEEDS.contains(word)) {
                    told.add(occurrence.time() + " " + word + " " + names.get(occurrence.snapshotId()));
                    return;
                }
                String source =
                        String.valueOf(names.get(occurrence.snapshotId())).split(" ", -1)[1];
                String plan = occurrence.policy() + "/" + occurrence.schedule();
                String name = occurrence.volumeId() + " " + source + " copy [" + plan + "] of " + occurrence.policy();
                names.put(occurrence.reason().replaceFirst(".* as ", ""), name);
                told.add(occurrence.time() + " created " + name);
            }
            case KEPT -> told.add(occurrence.time() + " kept " + names.get(occurrence.snapshotId()));
            case DELETED -> told.add(occurrence.time() + " deleted " + names.get(occurrence.snapshotId()));
            default -> throw new AssertionError(occurrence);
        }
    }
}
