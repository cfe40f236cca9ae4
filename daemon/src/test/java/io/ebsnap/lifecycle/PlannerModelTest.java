package io.ebsnap.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.catalog.SnapshotState;
import io.ebsnap.catalog.Tag;
import io.ebsnap.lifecycle.NaivePolicies.Covering;
import io.ebsnap.lifecycle.NaivePolicies.Keep;
import io.ebsnap.lifecycle.NaivePolicies.Plan;
import io.ebsnap.lifecycle.NaivePolicies.Shot;
import io.ebsnap.lifecycle.NaivePolicies.When;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
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
    private static final List<String> ZONES =
            List.of("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu");

    /** Each in the words of a policy, and as a person would check it with calendar and clock. */
    private static final List<When> TIMES = List.of(
            new When("cron = \"0 3 * * *\"", time -> at(time, 3, 0), PlannerModelTest::never),
            new When("cron = \"30 2 * * *\"", time -> at(time, 2, 30), PlannerModelTest::never),
            new When(
                    "cron = \"0 */6 * * *\"",
                    time -> time.getHour() % 6 == 0 && time.getMinute() == 0,
                    PlannerModelTest::never),
            new When(
                    "cron = \"15 8-18/2 * * MON-FRI\"",
                    time -> time.getMinute() == 15
                            && time.getHour() >= 8
                            && time.getHour() <= 18
                            && time.getHour() % 2 == 0
                            && time.getDayOfWeek().getValue() <= 5,
                    PlannerModelTest::never),
            new When(
                    "cron = \"0 0 1,15 * SUN\"",
                    time -> at(time, 0, 0)
                            && (time.getDayOfMonth() == 1
                                    || time.getDayOfMonth() == 15
                                    || time.getDayOfWeek() == DayOfWeek.SUNDAY),
                    PlannerModelTest::never),
            new When(
                    "cron = \"cron(0 5 L * ? *)\"",
                    time -> at(time, 5, 0) && time.plusDays(1).getDayOfMonth() == 1,
                    PlannerModelTest::never),
            new When(
                    "cron = \"0 22 ? * 6L *\"",
                    time -> at(time, 22, 0)
                            && time.getDayOfWeek() == DayOfWeek.FRIDAY
                            && time.plusDays(7).getMonth() != time.getMonth(),
                    PlannerModelTest::never),
            new When(
                    "cron = \"0 1 ? * MON#1 *\"",
                    time -> at(time, 1, 0) && time.getDayOfWeek() == DayOfWeek.MONDAY && time.getDayOfMonth() <= 7,
                    PlannerModelTest::never),
            new When(
                    "cron = \"0 4 LW * ?\"",
                    time -> at(time, 4, 0) && time.getDayOfWeek().getValue() <= 5 && !hasLaterWorkingDay(time),
                    PlannerModelTest::never),
            new When("every = \"45 minutes\"", PlannerModelTest::never, minutes -> minutes % 45 == 0),
            new When(
                    "every = \"7 hours\"\nstart = \"1970-01-01T00:00\"\n",
                    PlannerModelTest::never,
                    minutes -> minutes % 420 == 0),
            new When("every = \"1 day\"\nstart = \"21:10\"", time -> at(time, 21, 10), PlannerModelTest::never),
            new When(
                    "every = \"1 week\"\nstart = \"06:00\"",
                    time -> at(time, 6, 0) && time.getDayOfWeek() == DayOfWeek.MONDAY,
                    PlannerModelTest::never),
            new When(
                    "every = \"1 month\"\nstart = \"2020-01-31T12:00\"",
                    time -> at(time, 12, 0) && time.plusDays(1).getDayOfMonth() == 1,
                    PlannerModelTest::never));

    private static boolean never(Object unused) {
        return false;
    }

    private static boolean at(LocalDateTime time, int hour, int minute) {
        return time.getHour() == hour && time.getMinute() == minute;
    }

    private static boolean hasLaterWorkingDay(LocalDateTime time) {
        LocalDateTime day = time.plusDays(1);
        while (day.getMonth() == time.getMonth()) {
            if (day.getDayOfWeek().getValue() <= 5) {
                return true;
            }
            day = day.plusDays(1);
        }
        return false;
    }

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
        assertThat(told.stream().sorted().toList())
                .as("seed %s, %s", seed, plans)
                .isEqualTo(expected);
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
            When when = TIMES.get(random.nextInt(TIMES.size()));
            plans.add(new Plan(
                    policy,
                    policy + "/s" + i,
                    when,
                    ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
                    keep(random, isOften(when)),
                    random.nextInt(3) == 0 ? Optional.of(keep(random, isOften(when))) : Optional.empty(),
                    random.nextInt(3) == 0,
                    random.nextInt(4) == 0 ? 1 + random.nextInt(48) : 0));
        }
        return plans;
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
                before.add(new Shot(volume, time, Set.of(), false, true, random.nextInt(4) == 0));
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
                    shot.isProtected() ? "it is locked" : ""));
        }
        return new World(FROM, policies, facts, snapshots, Map.of());
    }

    private static void tell(Occurrence occurrence, Map<String, String> names, List<String> told) {
        switch (occurrence.kind()) {
            case CREATED -> {
                String name = occurrence.volumeId() + " " + occurrence.time() + " of " + occurrence.policy();
                names.put(occurrence.snapshotId(), name);
                told.add(occurrence.time() + " created " + name);
            }
            case FOLLOWED_UP -> {
                String source =
                        String.valueOf(names.get(occurrence.snapshotId())).split(" ", -1)[1];
                String plan = occurrence.policy() + "/" + occurrence.schedule();
                String name = occurrence.volumeId() + " " + source + " copy [" + plan + "] of " + occurrence.policy();
                names.put(occurrence.reason().replaceFirst(".* as ", ""), name);
                told.add(occurrence.time() + " created " + name);
            }
            case DELETED -> told.add(occurrence.time() + " deleted " + names.get(occurrence.snapshotId()));
            default -> throw new AssertionError(occurrence);
        }
    }
}
