package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.AvailabilityZone;
import io.ebsnap.api.AvailabilityZoneList;
import io.ebsnap.api.ChunkSizes;
import io.ebsnap.api.GeneralRequest;
import io.ebsnap.api.LifecycleLastRun;
import io.ebsnap.api.LifecyclePolicy;
import io.ebsnap.api.LifecyclePolicyDetails;
import io.ebsnap.api.LifecyclePolicyList;
import io.ebsnap.api.LifecycleRequest;
import io.ebsnap.api.ProtectionRequest;
import io.ebsnap.api.Request;
import io.ebsnap.api.ScrubStatus;
import io.ebsnap.api.Snapshot;
import io.ebsnap.api.SnapshotCounts;
import io.ebsnap.api.SnapshotList;
import io.ebsnap.api.SnapshotOrigin;
import io.ebsnap.api.SnapshotRequest;
import io.ebsnap.api.SnapshotSize;
import io.ebsnap.api.SnapshotTree;
import io.ebsnap.api.SnapshotTreeEntry;
import io.ebsnap.api.Status;
import io.ebsnap.api.StatusCounts;
import io.ebsnap.api.StatusCoverage;
import io.ebsnap.api.StatusPolicies;
import io.ebsnap.api.StoreDay;
import io.ebsnap.api.StoreHistory;
import io.ebsnap.api.StoreRequest;
import io.ebsnap.api.StoreStatistics;
import io.ebsnap.api.Transfer;
import io.ebsnap.api.VolumeProtection;
import io.ebsnap.api.VolumeProtectionList;
import io.ebsnap.api.ZoneRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** A report of a store that somebody has used for three months. What it looks like is in {@code target/report.html} afterwards. */
final class ReportTest extends CommandsFixture {

    private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");
    private static final int DAYS = 90;
    private static final String HOSTILE = "<script>alert('x')</script>&\"";

    private final Random random = new Random(3);
    private final List<VolumeProtection> volumes = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final List<SnapshotTreeEntry> tree = new ArrayList<>();
    private final List<StoreDay> days = new ArrayList<>();

    private Record answer(Request<?> request) {
        return switch (request) {
            case GeneralRequest.GetStatus get -> status();
            case StoreRequest.GetStoreStatistics get -> statistics();
            case StoreRequest.DescribeStoreHistory history -> new StoreHistory(days);
            case StoreRequest.GetScrubStatus get ->
                new ScrubStatus(
                        30, 30, 900L << 30, 780L << 30, 86.6, 40L << 30, NOW.minus(Duration.ofDays(33)), false, NOW);
            case ZoneRequest.DescribeAvailabilityZones describe ->
                new AvailabilityZoneList(List.of(new AvailabilityZone(
                        "a", "00", "available", List.of(), "/var/lib/ebsnap/store", null, 3L << 40)));
            case ProtectionRequest.DescribeVolumeProtection describe -> new VolumeProtectionList(volumes, null);
            case LifecycleRequest.GetLifecyclePolicies get -> policies();
            case SnapshotRequest.DescribeSnapshots describe -> new SnapshotList(snapshots, null);
            case SnapshotRequest.DescribeSnapshotTree describe -> new SnapshotTree(tree, null);
            default -> throw new AssertionError(request);
        };
    }

    private static LifecyclePolicyList policies() {
        LifecyclePolicy nightly = new LifecyclePolicy(
                "policy-1",
                "nightly",
                null,
                "words",
                "ENABLED",
                null,
                "000000000000",
                NOW,
                NOW,
                false,
                new LifecyclePolicyDetails("EBS_SNAPSHOT_MANAGEMENT", List.of("VOLUME"), List.of(), 4, List.of()),
                "",
                new LifecycleLastRun(NOW, List.of("vol-1: " + HOSTILE)));
        LifecyclePolicy wrong = new LifecyclePolicy(
                "policy-2",
                "wrong",
                "/p/wrong.toml",
                "",
                "ERROR",
                "line 3",
                "000000000000",
                null,
                null,
                false,
                null,
                "",
                null);
        return new LifecyclePolicyList(List.of(nightly, wrong));
    }

    private static Status status() {
        return new Status(
                "1.0",
                "local",
                "running",
                1,
                NOW,
                "/var/lib/ebsnap",
                "00",
                "c",
                "key-file",
                new StatusCounts(6, new SnapshotCounts(230, 1, 2), 0, 3L << 40, 1),
                new StatusCoverage(4, 1, 1, 86.6, 30L, NOW),
                new StatusPolicies(1, 0, 1, 4, 2, NOW, NOW, 1),
                List.of("no recovery file has the newest material of 1 key: ebsnap key export"));
    }

    private static StoreStatistics statistics() {
        return new StoreStatistics(
                "00",
                NOW,
                new SnapshotCounts(230, 1, 2),
                14_000,
                890L << 30,
                40,
                2L << 30,
                1_700_000,
                90L << 20,
                41L << 40,
                new ChunkSizes(1500L << 30, 880L << 30, 870L << 30, 22L << 30, 20L << 30, 27.9, 1.7, 0),
                0,
                0,
                3L << 40,
                0,
                0);
    }

    private void fill() {
        String[] names = {"web", "db", "mail", "builds", HOSTILE, "scratch"};
        for (int number = 0; number < names.length; number++) {
            String id = "vol-0000000000000000" + number;
            int every = number == 5 ? 0 : number + 1;
            String last = null;
            for (int day = number == 2 ? 42 : 0; every > 0 && day < (number == 3 ? 60 : DAYS); day += every) {
                last = take(id, number, day, last);
            }
            String state = number == 5 ? "unprotected" : number == 3 ? "stale" : "protected";
            volumes.add(new VolumeProtection(
                    id,
                    names[number],
                    "managed",
                    (long) (number + 1) << 36,
                    state,
                    every == 0 ? 0 : DAYS / every,
                    last,
                    last == null ? null : NOW.minus(Duration.ofDays(number == 3 ? 31 : 1)),
                    last,
                    last == null ? null : NOW,
                    last == null ? null : (long) (number + 1) << 30,
                    number > 3 ? List.of() : List.of("nightly")));
        }
        for (int day = 0; day < DAYS; day++) {
            long bytes = (long) ((300 + day * 6.5 - (day > 50 ? 120 : 0)) * (1L << 30));
            days.add(new StoreDay(
                    LocalDate.of(2025, 11, 3).plusDays(day).toString(), bytes, bytes * 20, day * 3L, 3L << 40));
        }
        snapshots.sort(java.util.Comparator.comparing(Snapshot::startTime));
    }

    private String take(String volume, int number, int day, @Nullable String before) {
        String id = String.format("snap-%05d%012d", number, day);
        Instant time = NOW.minus(Duration.ofDays(DAYS - day)).plus(Duration.ofHours(number));
        long changed = day == 0 ? 60L << 30 : (long) (random.nextDouble() * ((number + 1) << 10)) << 20;
        snapshots.add(new Snapshot(
                id,
                volume,
                "completed",
                null,
                time,
                time,
                "100%",
                "000000000000",
                "nightly",
                64,
                true,
                "arn",
                List.of(),
                "standard",
                60L << 30,
                null,
                new SnapshotOrigin("/dev/vda", 1L << 36, "epoch", before, "exact", null, null, null),
                new Transfer("done", 1, 1, 1, changed, changed / 2, 1, 1.0, null, List.of())));
        String parent = before == null && number == 2 ? String.format("snap-%05d%012d", 1, 40) : before;
        tree.add(new SnapshotTreeEntry(
                id,
                parent,
                volume,
                "completed",
                time,
                number == 4 ? HOSTILE : "nightly",
                changed,
                new SnapshotSize(id, 60L << 30, 30L << 30, changed / 2, changed / 3, 1L << 30, 1L << 29, 0)));

        return id;
    }

    private String written(String... arguments) throws IOException {
        return shown(this::answer, arguments);
    }

    @Test
    void thePageIsWellFormedAndNeedsNothingElse() throws Exception {
        fill();
        String page = written("report");
        Files.writeString(Path.of("target", "report.html"), page);
        assertThat(page).doesNotContain("http", "<script", "@import", "url(").contains("&lt;script&gt;");
        String xml = page.replace("<!doctype html>", "").replaceAll("<meta [^>]*>", "");
        var unused = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new java.io.StringReader(xml)));
    }

    @Test
    void whatIsUnprotectedComesFirst() throws IOException {
        fill();
        String page = written("report");
        assertThat(page.indexOf("scratch")).isLessThan(page.indexOf("builds"));
        assertThat(page.indexOf("builds")).isLessThan(page.indexOf("web"));
        assertThat(page).contains("2 without a recent snapshot");
    }

    @Test
    void everySnapshotOfAVolumeIsInItsCharts() throws IOException {
        fill();
        String page = written("report");
        for (SnapshotTreeEntry entry : tree) {
            assertThat(page).contains(entry.snapshotId() + ", ");
        }
        assertThat(page).contains("class=\"bow\"").contains("class=\"area\"");
    }

    @Test
    void anEmptyStoreHasAReportToo() throws IOException {
        assertThat(written("report")).contains("No volume has two snapshots", "from the second day on");
    }

    @Test
    void aFileIsNotOverwrittenUnlessThatIsWanted() throws IOException {
        fill();
        Path file = directory.resolve("report.html");
        written("report", file.toString());
        assertThat(file).content().startsWith("<!doctype html>");
        Files.writeString(file, "mine");
        try (FakeDaemon daemon = daemon(this::answer)) {
            Cli cli = Cli.of(daemon.socket());
            assertThat(cli.run("report", file.toString())).isEqualTo(ExitCode.CONFLICT);
            assertThat(cli.err()).contains("--force");
        }
        assertThat(file).content().isEqualTo("mine");
        written("report", "--force", file.toString());
        assertThat(file).content().startsWith("<!doctype html>");
        assertThat(directory).isDirectoryNotContaining(path -> path.toString().contains(".ebsnap-report"));
    }
}
