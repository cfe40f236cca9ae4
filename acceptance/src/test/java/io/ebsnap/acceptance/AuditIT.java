package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.api.AuditEntry;
import io.ebsnap.api.AuditEntryList;
import io.ebsnap.api.AuditRequest.DescribeAuditLog;
import io.ebsnap.api.AuditRequest.DescribeEvents;
import io.ebsnap.api.AuditRequest.VerifyAuditLog;
import io.ebsnap.api.DaemonUnreachable;
import io.ebsnap.linux.testing.RequiresRoot;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit log of a real daemon: complete, in order, over deaths, and proof against an editor. */
@RequiresRoot
class AuditIT {

    private static final long IMAGE_BYTES = 3L << 20;

    @TempDir
    private Path folder;

    @Test
    void whatWasAskedForAndWhatCameOfItIsToldAndProved() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image();
        long cursor;
        String snapshot;
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            snapshot = new Jobs(daemon).take(image.file()).snapshotId();
            cursor = events(daemon, 0).getLast().sequence();
            assertThat(new CommandLine(home).run("audit"))
                    .contains("user:root  request")
                    .contains(snapshot);
            assertThat(new CommandLine(home).run("events")).contains("createSnapshot  succeeded  " + snapshot);
            assertThat(events(daemon, 0))
                    .filteredOn(event -> event.resources().contains(snapshot))
                    .extracting(event -> event.action() + " " + event.result())
                    .containsExactly("createSnapshot pending", "createSnapshot succeeded");
            assertThat(lines(daemon))
                    .filteredOn(
                            line -> line.kind().equals("request") || line.kind().equals("response"))
                    .extracting(line -> line.kind() + " " + line.action() + " " + line.principal())
                    .startsWith("request CreateSnapshot user:root", "response CreateSnapshot user:root");
            assertThat(daemon.stop()).isZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            new Jobs(daemon).delete(snapshot);
            assertThat(events(daemon, cursor))
                    .extracting(AuditEntry::action)
                    .contains("deleteSnapshot")
                    .doesNotContain("createSnapshot");
            assertThat(findings(daemon)).isEmpty();
            daemon.stop();
        }
        edit(home);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(findings(daemon)).isNotEmpty();
            daemon.stop();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "audit.after-request:1, false, false",
        "audit.after-intent:1, false, false",
        "snapshot.after-pending:1, true, false",
        "snapshot.after-commit:1, true, true"
    })
    void nothingIsToldThatDidNotHappenAndEverythingThatDid(String point, boolean begun, boolean completed)
            throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        TestImage image = image();
        try (RunningDaemon doomed = RunningDaemon.launch(home, Map.of("EBSNAP_CRASH_AT", point))) {
            doomed.awaitReady();
            takeUntilDeath(doomed, image);
            assertThat(doomed.awaitEnd()).as("killed at " + point).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            List<String> told = events(daemon, 0).stream()
                    .filter(event -> event.action().equals("createSnapshot"))
                    .map(AuditEntry::result)
                    .toList();
            assertThat(told.contains("pending")).as("begun: %s", told).isEqualTo(begun);
            assertThat(told.contains("succeeded")).as("completed: %s", told).isEqualTo(completed);
            assertThat(lines(daemon)).anySatisfy(line -> {
                assertThat(line.kind()).isEqualTo("response");
                assertThat(line.action()).isEqualTo("CreateSnapshot");
            });
            assertThat(findings(daemon)).isEmpty();
            daemon.stop();
        }
    }

    /** The answer may be there before the death. */
    private static void takeUntilDeath(RunningDaemon doomed, TestImage image) {
        try {
            new Jobs(doomed).take(image.file());
        } catch (DaemonUnreachable expected) {
            // It died where it was to.
        }
    }

    private TestImage image() throws IOException {
        TestImage image = new TestImage(folder.resolve("source.img"), IMAGE_BYTES, new Random(5));
        image.change(3);
        return image;
    }

    private static List<AuditEntry> events(RunningDaemon daemon, long after) {
        return daemon.call(new DescribeEvents(after, null, null)).entries();
    }

    private static List<AuditEntry> lines(RunningDaemon daemon) {
        List<AuditEntry> lines = new ArrayList<>();
        AuditEntryList part;
        long after = 0;
        do {
            part = daemon.call(new DescribeAuditLog(after, null, List.of()));
            lines.addAll(part.entries());
            after = part.nextSequence();
        } while (!part.atEnd());
        return lines;
    }

    private static List<String> findings(RunningDaemon daemon) {
        return daemon.call(new VerifyAuditLog(null)).findings();
    }

    /** Changes a digit of what a line says. */
    private static void edit(DaemonHome home) throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(home.data().resolve("audit"))) {
            segment = files.sorted().findFirst().orElseThrow();
        }
        int at = Files.readString(segment).indexOf("\"Sealed\":\"") + 40;
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(at);
            int digit = file.read();
            file.seek(at);
            file.write(digit == 'A' ? 'B' : 'A');
        }
    }
}
