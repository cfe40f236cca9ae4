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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/quickstart}: the first thing that a stranger runs. */
@RequiresLoopDevices
@Requires(command = {"mkfs.ext4", "e2fsck"})
class QuickstartLoopIT {

    private static final int MIB = 1 << 20;

    private static final long POLL_MILLIS = 50;

    @TempDir
    Path scratch = Path.of("");

    @TempDir
    Path elsewhere = Path.of("");

    private String loop = "";
    private Path log = Path.of("");

    @BeforeEach
    void log() throws IOException {
        log = Files.createFile(elsewhere.resolve("log"));
    }

    @AfterEach
    void detach() {
        LeftAttachments.end(scratch);
        if (!loop.isEmpty()) {
            Commands.run("losetup", "-d", loop);
        }
    }

    @Test
    void onADeviceOfItsOwnItRestoresEveryFileAndLeavesNothingBehind() throws IOException {
        Commands.Result result = quickstart();
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).containsPattern("All [1-9][0-9]* files are as they were");
        assertThat(hydrations(result.output())).as(result.output()).hasSize(3).satisfies(found -> {
            assertThat(found.subList(0, 2)).allMatch(line -> line.endsWith(" % running"));
            assertThat(found.getLast()).endsWith("100 % completed");
        });
        assertThat(result.output()).contains("It is as it was.").contains("lazy  deleted");
        assertNothingIsLeft();
    }

    /** What it told of the lazy volume, each time. */
    private static List<String> hydrations(String output) {
        return output.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("hydration  "))
                .toList();
    }

    /** On a file system without device nodes nobody can open one, not even root. */
    @Test
    @Requires(command = {"mkfs.ext4", "e2fsck", "unshare", "mknod"})
    void withoutFuseItSaysSoAndShowsTheRest() throws IOException {
        Path hidden = Files.createDirectory(elsewhere.resolve("hidden"));
        Path script = Files.writeString(
                elsewhere.resolve("without-fuse.sh"), """
                set -e
                mount -t tmpfs -o nodev,size=1m none %1$s
                mknod %1$s/fuse c 10 229
                mount --bind %1$s/fuse /dev/fuse
                exec %2$s
                """.formatted(hidden, Checkout.script("quickstart")));
        Commands.Result result = Checkout.run(environment(), List.of("unshare", "--mount", "bash", script.toString()));
        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output())
                .contains(
                        "Not shown: a volume that is used before its content is there, because /dev/fuse cannot be opened")
                .containsPattern("All [1-9][0-9]* files are as they were");
        assertThat(hydrations(result.output())).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    @Requires(
            command = {"mkfs.ext4", "e2fsck"},
            file = "/dev/fuse")
    void endedWhileTheLazyVolumeIsMountedItCleansUp() throws IOException, InterruptedException {
        Process process = started("Reading a file before");
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertNothingIsLeft();
    }

    @Test
    @Requires(
            command = {"mkfs.ext4", "e2fsck"},
            file = "/dev/fuse")
    void whatARunLeftThatWasKilledWhileTheLazyVolumeIsMountedTheNextOneRemoves()
            throws IOException, InterruptedException {
        Process killed = started("Reading a file before");
        killed.destroyForcibly().waitFor();
        assertThat(quickstart().status()).isZero();
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--read-only", "--direct-io=off"})
    void aDeviceOfTheUserIsReadAndNeverWrittenTo(String how) throws IOException {
        Path image = randomImage();
        loop = Commands.run("losetup", "--find", "--show", how, image.toString());
        String before = Commands.run("sha256sum", image.toString());
        long sectors = sectorsWrittenTo(loop);

        Commands.Result result = quickstart(loop);

        assertThat(result.status()).as(result.output()).isZero();
        assertThat(result.output()).contains("They are equal.");
        assertThat(sectorsWrittenTo(loop)).isEqualTo(sectors);
        assertThat(Commands.run("sha256sum", image.toString())).isEqualTo(before);
        assertNothingIsLeft();
    }

    @Test
    void whatIsNoDeviceIsRefusedInOneLine() {
        Commands.Result result = quickstart(scratch.resolve("nothing").toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.output()).isEqualTo("quickstart: " + scratch + "/nothing is not a block device");
    }

    @Test
    void endedInTheMiddleItCleansUp() throws IOException, InterruptedException {
        Process process = started("Taking a full snapshot");
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertNothingIsLeft();
    }

    @Test
    void whatAKilledRunLeftTheNextOneRemoves() throws IOException, InterruptedException {
        Process killed = started("Taking a full snapshot");
        killed.destroyForcibly().waitFor();
        assertThat(quickstart().status()).isZero();
        assertNothingIsLeft();
    }

    /** A run that has said this. */
    private Process started(String words) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(Checkout.script("quickstart").toString());
        builder.environment().putAll(settings());
        builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        Process process = builder.start();
        while (!Files.readString(log).contains(words)) {
            assertThat(process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS))
                    .as(Files.readString(log))
                    .isFalse();
        }
        return process;
    }

    private Map<String, String> settings() {
        return Map.of("EBSNAP_QUICKSTART_DIR", scratch.toString(), "EBSNAP_QUICKSTART_MIB", "96");
    }

    private Commands.Result quickstart(String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of(Checkout.script("quickstart").toString()), Stream.of(arguments))
                .toList();
        return Checkout.run(environment(), command);
    }

    private List<String> environment() {
        return settings().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    private Path randomImage() throws IOException {
        Path image = elsewhere.resolve("image");
        byte[] content = new byte[24 * MIB + 4096];
        new Random(7).nextBytes(content);
        Files.write(image, content);
        return image;
    }

    /** Sectors that were written to the device so far: the seventh number of its statistics. */
    private static long sectorsWrittenTo(String device) throws IOException {
        String statistics = Files.readString(
                Path.of("/sys/block", Path.of(device).getFileName().toString(), "stat"));
        return Long.parseLong(statistics.strip().split("\\s+", -1)[6]);
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(Commands.run("losetup", "--noheadings", "--output", "BACK-FILE"))
                .doesNotContain(scratch.toString());
        assertThat(Commands.run("findmnt", "--raw", "--noheadings", "--output", "TARGET"))
                .doesNotContain(scratch.toString());
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left).isEmpty();
        }
        assertThat(Commands.attempt("pgrep", "-f", scratch.toString() + "/").status())
                .isEqualTo(1);
    }
}
