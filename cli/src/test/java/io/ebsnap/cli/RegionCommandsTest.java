package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.api.SnapshotCounts;
import io.ebsnap.api.Status;
import io.ebsnap.api.StatusCounts;
import io.ebsnap.api.StatusCoverage;
import io.ebsnap.api.StatusPolicies;
import io.ebsnap.api.TaskList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which daemon is asked when there are several. */
class RegionCommandsTest {

    @TempDir
    private Path directory = Path.of("");

    private RegionSockets sockets = RegionSockets.STANDARD;

    @BeforeEach
    void placeThem() {
        sockets = new RegionSockets(directory.resolve("run"), directory.resolve("etc"));
    }

    private FakeDaemon daemon(String region, Path socket) throws IOException {
        Files.createDirectories(socket.resolveSibling(""));
        return new FakeDaemon(socket, region, request -> switch (request.action()) {
            case "GetStatus" -> status(region);
            default -> new TaskList(List.of());
        });
    }

    private static Status status(String region) {
        return new Status(
                "1",
                region,
                "running",
                1,
                Samples.TIME,
                "/data/" + region,
                "00",
                "SunJCE",
                "key-file",
                new StatusCounts(0, new SnapshotCounts(0, 0, 0), 0, 0, 0),
                new StatusCoverage(0, 0, 0, null, null, null),
                new StatusPolicies(0, 0, 0, 0, 0, null, null, 0),
                List.of());
    }

    @Test
    void aCommandGoesToTheRegionThatItNames() throws IOException {
        try (FakeDaemon first = daemon("local", sockets.first());
                FakeDaemon archive = daemon("archive", sockets.socketOf("archive"))) {
            assertThat(Cli.of(sockets).run("task", "list")).isZero();
            assertThat(first.asked()).hasSize(1);
            assertThat(Cli.of(sockets).run("--region", "local", "task", "list")).isZero();
            assertThat(first.asked()).hasSize(2);
            assertThat(archive.asked()).isEmpty();
            assertThat(Cli.of(sockets).run("task", "list", "--region=archive")).isZero();
            assertThat(first.asked()).hasSize(2);
            assertThat(archive.asked()).hasSize(1);
        }
    }

    @Test
    void nothingIsAskedOfTheDaemonOfAnotherRegion() throws IOException {
        try (FakeDaemon first = daemon("local", sockets.first())) {
            Cli cli = Cli.of(sockets);
            assertThat(cli.run("--region", "archive", "task", "list")).isEqualTo(ExitCode.NOT_FOUND);
            assertThat(cli.err()).contains("no daemon of a region 'archive' is here", "serves 'local'");
            assertThat(Cli.of(sockets)
                            .run("--socket", first.socket().toString(), "--region", "archive", "task", "list"))
                    .isEqualTo(ExitCode.NOT_FOUND);
            assertThat(first.asked()).isEmpty();
        }
    }

    @Test
    void aRegionThatIsDownIsNotTakenForTheFirstOne() throws IOException {
        Files.createDirectories(sockets.configurations());
        Files.createFile(sockets.configurations().resolve("archive.conf"));
        try (FakeDaemon first = daemon("local", sockets.first())) {
            Cli cli = Cli.of(sockets);
            assertThat(cli.run("--region", "archive", "task", "list")).isEqualTo(ExitCode.UNREACHABLE);
            assertThat(cli.err()).contains("regions/archive/ebsnapd.sock");
            assertThat(first.asked()).isEmpty();
        }
    }

    @Test
    void theListHasThoseThatAnswerAndThoseThatShould() throws IOException {
        Files.createDirectories(sockets.configurations());
        Files.createFile(sockets.configurations().resolve("cold.conf"));
        try (FakeDaemon first = daemon("home", sockets.first());
                FakeDaemon archive = daemon("archive", sockets.socketOf("archive"))) {
            Cli cli = Cli.of(sockets);
            assertThat(cli.run("region", "list")).isZero();
            assertThat(cli.out().lines().map(line -> line.replaceAll(" +", " ")))
                    .containsExactly(
                            "REGION STATE DATA DIRECTORY STORE SOCKET",
                            "home available /data/home 00 " + first.socket(),
                            "archive available /data/archive 00 " + archive.socket(),
                            "cold unavailable - - " + sockets.socketOf("cold"));
            Cli json = Cli.of(sockets);
            assertThat(json.run("-o", "json", "region", "list")).isZero();
            assertThat(json.out()).contains("\"RegionName\": \"cold\"", "\"Message\": \"no daemon answers at ");
        }
    }
}
