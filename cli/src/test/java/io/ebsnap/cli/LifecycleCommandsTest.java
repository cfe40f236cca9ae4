package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.Done;
import io.ebsnap.api.LifecycleCreateRule;
import io.ebsnap.api.LifecycleForecast;
import io.ebsnap.api.LifecycleLastRun;
import io.ebsnap.api.LifecycleOccurrence;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyDetails;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleReport;
import io.ebsnap.api.LifecycleRequest.CreateLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.DeleteLifecyclePolicy;
import io.ebsnap.api.LifecycleRequest.DescribeLifecycleForecast;
import io.ebsnap.api.LifecycleRequest.RunLifecyclePolicies;
import io.ebsnap.api.LifecycleRequest.UpdateLifecyclePolicy;
import io.ebsnap.api.LifecycleRetainRule;
import io.ebsnap.api.LifecycleSchedule;
import io.ebsnap.api.SnapshotLifecycle;
import io.ebsnap.api.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands about policies. */
class LifecycleCommandsTest extends CommandsFixture {

    private static final Instant TIME = Instant.parse("2026-01-31T23:59:59Z");
    private static final LifecyclePolicy DAILY = new LifecyclePolicy(
            "policy-0123456789abcdef0",
            "daily",
            "/etc/ebsnap/policies.d/daily.toml",
            "Databases",
            "ENABLED",
            null,
            "000000000000",
            null,
            null,
            false,
            new LifecyclePolicyDetails(
                    "EBS_SNAPSHOT_MANAGEMENT",
                    List.of("VOLUME"),
                    List.of(new Tag("role", "db"), new Tag("backup", "")),
                    2,
                    List.of(new LifecycleSchedule(
                            "night",
                            "Every night",
                            false,
                            List.of(new Tag("of", "$(volume-name)")),
                            new LifecycleCreateRule("0 3 * * *", null, null, "cron 0 3 * * * Europe/Berlin"),
                            new LifecycleRetainRule(7, null, null, "the newest 7"),
                            List.of("copy under alias/far"),
                            TIME,
                            TIME.plusSeconds(86_400)))),
            "[target]\n",
            new LifecycleLastRun(TIME, List.of("vol-1: the device is gone")));
    private static final LifecyclePolicy OFF = new LifecyclePolicy(
            "policy-0123456789abcdef1",
            "policy-0123456789abcdef1",
            null,
            "",
            "DISABLED",
            "disabled: no snapshots are taken, and nothing of it expires",
            "000000000000",
            TIME,
            TIME,
            true,
            new LifecyclePolicyDetails("EBS_SNAPSHOT_MANAGEMENT", List.of("VOLUME"), List.of(), 9, List.of()),
            "",
            null);
    private static final LifecyclePolicyList LIST = new LifecyclePolicyList(List.of(DAILY, OFF));
    private static final List<LifecycleOccurrence> OCCURRENCES = List.of(
            new LifecycleOccurrence(
                    TIME, "created", "policy-1", "daily", "Every night", "vol-1", "snap-2", "due 2026-01-31T23:59:00Z"),
            new LifecycleOccurrence(
                    TIME, "deleted", "policy-1", "daily", "night", "vol-1", "snap-1", "7 newer ones are there"));

    @Test
    void listSaysWhatIsNotCarriedOut() throws IOException {
        assertGolden("lifecycle-list.txt", shown(request -> LIST, "lifecycle", "list"));
        assertGolden("lifecycle-list.json", shown(request -> LIST, "lifecycle", "list", "-o", "json"));
    }

    @Test
    void showShowsEverythingOrWhatWasWritten() throws IOException {
        assertGolden("lifecycle-show.txt", shown(request -> LIST, "lifecycle", "show", "daily"));
        assertThat(shown(request -> LIST, "lifecycle", "show", "daily", "--document"))
                .isEqualTo("[target]\n");
    }

    @Test
    void policiesAreReadFromFiles() throws IOException {
        Path file = Files.writeString(directory.resolve("p.toml"), "[target]\n");
        assertThat(asked(request -> LIST, "lifecycle", "create", file.toString(), "--disabled"))
                .containsExactly(new CreateLifecyclePolicy("[target]\n", "DISABLED"));
        assertThat(asked(request -> LIST, "lifecycle", "update", "policy-1", file.toString()))
                .containsExactly(new UpdateLifecyclePolicy("policy-1", "[target]\n", null, null));
        assertThat(asked(request -> LIST, "lifecycle", "enable", "policy-1"))
                .containsExactly(new UpdateLifecyclePolicy("policy-1", null, "ENABLED", null));
        assertThat(asked(request -> LIST, "lifecycle", "disable", "policy-1"))
                .containsExactly(new UpdateLifecyclePolicy("policy-1", null, "DISABLED", null));
        assertThat(asked(request -> new Done(true), "lifecycle", "delete", "policy-1"))
                .containsExactly(new DeleteLifecyclePolicy("policy-1"));
        assertThat(shown(request -> new Done(true), "lifecycle", "check", file.toString()))
                .isEqualTo(file + ": right\n");
    }

    @Test
    void checkFailsOfAnythingThatIsWrong() throws IOException {
        LifecyclePolicy wrong = new LifecyclePolicy(
                "policy-2",
                "bad",
                "/p/bad.toml",
                "",
                "ERROR",
                "/p/bad.toml: schedule.x has no key 'y'",
                "0",
                null,
                null,
                false,
                null,
                "",
                null);
        try (FakeDaemon daemon = daemon(request -> new LifecyclePolicyList(List.of(DAILY, wrong)))) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("lifecycle", "check")).isEqualTo(ExitCode.USAGE);
            assertThat(cli.out()).isEqualTo("daily: right\n");
            assertThat(cli.err()).contains("bad.toml: schedule.x has no key 'y'");
        }
    }

    @Test
    void runTellsWhatItDidAndFailsIfSomethingFailed() throws IOException {
        LifecycleReport report = new LifecycleReport(TIME, OCCURRENCES, TIME);
        assertGolden("lifecycle-run.txt", shown(request -> report, "lifecycle", "run", "daily"));
        assertThat(asked(request -> report, "lifecycle", "run", "daily"))
                .containsExactly(new RunLifecyclePolicies(List.of("daily")));
        LifecycleReport failed = new LifecycleReport(
                TIME,
                List.of(new LifecycleOccurrence(TIME, "skipped", "policy-1", "daily", "n", "vol-1", null, "no device")),
                null);
        try (FakeDaemon daemon = daemon(request -> failed)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("lifecycle", "run")).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void previewAndSimulationAskForTheirTimes() throws IOException {
        LifecycleForecast forecast = new LifecycleForecast(TIME, TIME, false, 1, 1, 7, 8, OCCURRENCES);
        assertThat(asked(request -> forecast, "lifecycle", "preview", "daily", "--until", "2026-02-01"))
                .containsExactly(new DescribeLifecycleForecast(
                        List.of("daily"), null, Instant.parse("2026-02-01T00:00:00Z"), false, null));
        assertThat(asked(
                        request -> forecast,
                        "lifecycle",
                        "simulate",
                        "--from=2026-02-01T01:00:00Z",
                        "--to=2027-02-01",
                        "--limit=5"))
                .containsExactly(new DescribeLifecycleForecast(
                        List.of(),
                        Instant.parse("2026-02-01T01:00:00Z"),
                        Instant.parse("2027-02-01T00:00:00Z"),
                        true,
                        5));
        try (FakeDaemon daemon = daemon(request -> forecast)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("lifecycle", "preview")).isZero();
            assertThat(cli.err()).contains("1 taken, 1 deleted, 7 left, at most 8; not all of it is listed");
        }
    }

    @Test
    void explainSaysWhyAndUntilWhen() throws IOException {
        SnapshotLifecycle explanation = new SnapshotLifecycle(
                "snap-1",
                "daily",
                "Every night",
                true,
                List.of("it is daily number 3 of 7 (policy daily, schedule night)"),
                List.of("night/share"),
                List.of("2026-05-01T00:00:00Z archive"),
                TIME,
                "7 newer ones are there");
        assertGolden("lifecycle-explain.txt", shown(request -> explanation, "lifecycle", "explain", "snap-1"));
    }
}
