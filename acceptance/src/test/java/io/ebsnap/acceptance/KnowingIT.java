package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon tells of itself: metrics, coverage, protection, and a report. */
class KnowingIT {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aDaemonTellsHowThingsAre() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        Path image = Files.write(folder.resolve("image"), new byte[3 << 20]);
        Files.writeString(image, "content");
        Path other = Files.write(folder.resolve("other"), new byte[1 << 20]);
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            CommandLine ebsnap = new CommandLine(home);
            ebsnap.run("volume", "register", image.toString(), "--name", "web");
            ebsnap.run("volume", "register", other.toString(), "--name", "forgotten");
            ebsnap.run("snapshot", "create", "web");

            List<String> metrics = metrics(home).lines().toList();
            assertThat(metrics)
                    .contains("ebsnap_snapshots{state=\"completed\"} 1.0", "ebsnap_volumes 2.0")
                    .anyMatch(
                            line -> line.startsWith("ebsnap_volume_snapshots{name=\"web\",") && line.endsWith(" 1.0"));

            assertThat(ebsnap.run("status")).contains("1 volumes protected, 0 stale, 1 unprotected");
            assertThat(ebsnap.run("volume", "protection").lines().filter(line -> line.contains("forgotten")))
                    .singleElement()
                    .asString()
                    .contains("unprotected");
            ebsnap.run("store", "verify");
            assertThat(ebsnap.run("store", "scrub")).contains("100.0 % in the last 30 days");
            assertThat(ebsnap.run("volume", "protection", "-o", "json")).contains("LastVerificationTime");

            Path report = folder.resolve("report.html");
            ebsnap.run("report", report.toString());
            assertThat(report).content().contains("forgotten", "unprotected", "<svg");
            daemon.kill();
        }
        try (RunningDaemon daemon = RunningDaemon.start(home)) {
            assertThat(new CommandLine(home).run("store", "scrub")).contains("100.0 % in the last 30 days");
            assertThat(metrics(home)).contains("ebsnap_scrub_never_bytes 0.0");
            daemon.kill();
        }
    }

    private static String metrics(DaemonHome home) {
        return Commands.run(
                "curl",
                "--silent",
                "--fail",
                "--unix-socket",
                home.socket().resolveSibling("metrics.sock").toString(),
                "http://localhost/metrics");
    }
}
