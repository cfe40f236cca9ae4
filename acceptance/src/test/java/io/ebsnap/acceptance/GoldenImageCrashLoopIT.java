package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon dies at each durable step of building a golden image: the version is whole and current then, or nothing of it is left. */
@RequiresLoopDevices
@Requires(
        root = true,
        file = "/dev/fuse",
        fileSystem = "ext4",
        command = {"losetup", "unshare", "setpriv", "mkfs.ext4"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GoldenImageCrashLoopIT {

    /** The last steps of executions whose test fails. */
    private static final List<String> FAILING =
            List.of("pipeline.after-failure", "image.after-deregistration", "pipeline.after-rollback");

    private final Path folder;
    private final Path prepared;
    private final GoldenImages golden;
    private final Path pipeline;

    @SuppressWarnings("NullAway.Init") // by prepare(), before all tests
    private String one;

    GoldenImageCrashLoopIT(@TempDir Path place) throws IOException {
        folder = Files.createDirectory(place.resolve("work"));
        prepared = place.resolve("prepared");
        golden = new GoldenImages(folder);
        pipeline = golden.pipelines.resolve("web.pipeline.toml");
    }

    /** With a first version. */
    @BeforeAll
    void prepare() throws IOException {
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            golden.pipeline("web", "image = \"" + golden.parent() + "\"", "true", "# tested");
            Files.writeString(pipeline, Files.readString(pipeline).replace("versions = 2", "versions = 1"));
            run("image", "build", "web");
            one = golden.image("web", 1);
            assertThat(daemon.stop()).isZero();
        }
        Files.move(folder, prepared);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pipeline.after-record",
                "pipeline.after-building",
                "image.after-one-volume",
                "pipeline.after-launch",
                "pipeline.after-build-hook",
                "pipeline.after-detachment",
                "image.after-snapshots",
                "pipeline.after-image",
                "pipeline.after-completion",
                "pipeline.after-build",
                "pipeline.after-testing",
                "pipeline.after-test-launch",
                "pipeline.after-test-hook",
                "pipeline.after-test",
                "pipeline.after-verdict",
                "pipeline.after-mark",
                "pipeline.after-one-removal",
                "pipeline.after-failure",
                "image.after-deregistration",
                "pipeline.after-rollback"
            })
    void whereverTheDaemonDiesAVersionIsWholeOrGone(String point) throws IOException {
        Commands.run("rm", "-rf", folder.toString());
        Commands.run("cp", "-a", prepared.toString(), folder.toString());
        boolean failing = FAILING.contains(point);
        if (failing) {
            Files.writeString(pipeline, Files.readString(pipeline).replace("# tested", "false"));
        }
        try (RunningDaemon doomed = RunningDaemon.launch(golden.home, Map.of("EBSNAP_CRASH_AT", point))) {
            doomed.awaitReady();
            assertThat(golden.ebsnap.attempt("image", "build", "web").status()).isNotZero();
            assertThat(doomed.awaitEnd()).as("killed at " + point).isNotZero();
        }
        try (RunningDaemon daemon = RunningDaemon.start(golden.home)) {
            golden.awaitTidy();
            boolean succeeded = List.of("pipeline.after-verdict", "pipeline.after-mark", "pipeline.after-one-removal")
                    .contains(point);
            String current = succeeded ? golden.image("web", 2) : one;
            while (count("image", "ami-") != 2 || count("snapshot", "snap-") != 2) {
                RunningDaemon.pause();
            }
            assertThat(run("image", "list")).contains(current);
            assertThat(golden.motd(current)).isEqualTo(succeeded ? "version 2" : "version 1");
            assertThat(run("image", "show", current)).contains("ebsnap:pipeline-current=true");
            assertThat(run("image", "builds", "web"))
                    .contains(succeeded ? "gone" : failing ? "hook failed" : "interrupted");
            Files.writeString(pipeline, Files.readString(pipeline).replace("false", "# tested"));
            assertThat(run("image", "build", "web")).contains("available", "current");
            assertThat(golden.motd(golden.image("web", 3))).isEqualTo("version 3");
            assertThat(daemon.stop()).isZero();
        }
    }

    private long count(String what, String id) {
        return run(what, "list").lines().filter(line -> line.startsWith(id)).count();
    }

    private String run(String... arguments) {
        return golden.ebsnap.run(arguments);
    }
}
