package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Volumes made from snapshots as a user has them: attached and mounted at once, through the daemon's death and its stop. */
@RequiresLoopDevices
@Requires(command = {"mkfs.ext4", "nbdcopy", "nbdinfo"})
class LiveVolumeLoopIT extends DaemonOnDisks {

    private static final long DEVICE_BYTES = 192L << 20;
    private static final Pattern VOLUME_ID = Pattern.compile("vol-[0-9a-f]{17}");

    @Test
    void lazyVolumeIsMountedAtOnceLivesThroughADeathAndEndsAsAPlainFile() throws IOException {
        String snapshot = snapshotOfFiles();
        String volume = volumeId(ebsnap.run(
                "volume", "create", "--snapshot", snapshot, "--name", "db", "--init-rate", "1", "--no-encrypted"));
        ebsnap.run("volume", "hydration", "db", "--pause");
        Path device = attach("db");
        Path mounted = mount(device);
        assertThat(TestImage.digest(mounted.resolve("file3"))).isEqualTo(digestOfFile(3));
        Files.writeString(mounted.resolve("new"), "written before the death");
        Commands.run("sync", "-f", mounted.toString());

        daemon.kill();
        daemon = RunningDaemon.start(home);
        assertThat(mounted.resolve("new")).hasContent("written before the death");
        assertThat(TestImage.digest(mounted.resolve("file5"))).isEqualTo(digestOfFile(5));
        assertThat(ebsnap.attempt("volume", "detach", "db").output()).contains("mounted");
        assertThat(ebsnap.attempt("volume", "delete", "db").status()).isEqualTo(4);

        Commands.run("umount", mounted.toString());
        ebsnap.run("volume", "detach", "db");
        ebsnap.run("snapshot", "delete", snapshot);
        ebsnap.run("store", "gc");
        ebsnap.run("volume", "hydration", "db", "--resume", "--rate", "0");
        ebsnap.run("volume", "wait", "db");
        ebsnap.run("store", "gc");

        Path target = home.data().resolve("volumes").resolve(volume).resolve("data");
        Commands.run("fsck.ext4", "-fn", target.toString());
        Path plain = mount(target, "-o", "ro,loop");
        assertThat(plain.resolve("new")).hasContent("written before the death");
        for (int file = 0; file < 8; file++) {
            assertThat(TestImage.digest(plain.resolve("file" + file))).isEqualTo(digestOfFile(file));
        }
        Commands.run("umount", plain.toString());
        ebsnap.run("volume", "delete", "db");
        assertThat(target).doesNotExist();
    }

    @Test
    void stoppedDaemonDetachesWhatNobodyUsesAndLeavesNothing() throws IOException {
        String snapshot = snapshotOfFiles();
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "db");
        Path device = attach("db");
        assertThat(Commands.run("blockdev", "--getsize64", device.toString())).isEqualTo(String.valueOf(DEVICE_BYTES));
        assertThat(daemon.stop()).isZero();
        assertThat(Commands.run("losetup", "--all")).doesNotContain(folder.toString());
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
        daemon = RunningDaemon.start(home);
        assertThat(ebsnap.run("volume", "show", "db")).contains("available");
    }

    @Test
    void volumeIsServedOverNbdAndASnapshotReadOnly() throws IOException {
        String snapshot = snapshotOfFiles();
        ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "db");
        ebsnap.run("nbd", "export", "db", "--name", "db");
        ebsnap.run("nbd", "export", snapshot, "--name", "before");
        String socket = home.socket().resolveSibling("nbd.sock").toString();
        Path copy = folder.resolve("copy");
        Commands.run("nbdcopy", "nbd+unix:///before?socket=" + socket, copy.toString());
        Commands.run("fsck.ext4", "-fn", copy.toString());
        assertThat(Commands.run("nbdinfo", "nbd+unix:///before?socket=" + socket))
                .contains("is_read_only: true");
        assertThat(Commands.run("nbdinfo", "nbd+unix:///db?socket=" + socket)).contains("is_read_only: false");
        assertThat(Commands.run("nbdinfo", "--list", "nbd+unix://?socket=" + socket))
                .contains("before", "db");
        Path live = folder.resolve("live");
        Commands.run("nbdcopy", "nbd+unix:///db?socket=" + socket, live.toString());
        assertThat(live).hasSameBinaryContentAs(copy);
    }

    /** Mounts something that the test itself unmounts when all goes well. */
    private Path mount(Path device, String... options) throws IOException {
        Path point = Files.createTempDirectory(folder, "mnt");
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(options));
        command.addAll(List.of(device.toString(), point.toString()));
        Commands.run(command.toArray(String[]::new));
        disks.afterwards(() -> Commands.attempt("umount", point.toString()));
        return point;
    }

    private Path attach(String volume) {
        Path device = Path.of(ebsnap.run("volume", "attach", volume).strip());
        disks.afterwards(() -> ebsnap.attempt("volume", "detach", volume, "--force"));
        return device;
    }

    private String snapshotOfFiles() throws IOException {
        Path device = disks.loop(DEVICE_BYTES);
        disks.format("ext4", device);
        Path mounted = Files.createTempDirectory(folder, "mnt");
        Commands.run("mount", device.toString(), mounted.toString());
        for (int file = 0; file < 8; file++) {
            Files.write(mounted.resolve("file" + file), contentOfFile(file));
        }
        Commands.run("umount", mounted.toString());
        return CommandLine.snapshotId(ebsnap.run("snapshot", "create", device.toString()));
    }

    private static byte[] contentOfFile(int file) {
        byte[] content = new byte[8 << 20];
        new Random(file).nextBytes(content);
        return content;
    }

    private String digestOfFile(int file) throws IOException {
        Path copy = Files.write(folder.resolve("expected" + file), contentOfFile(file));
        return TestImage.digest(copy);
    }

    private static String volumeId(String output) {
        Matcher matcher = VOLUME_ID.matcher(output);
        assertThat(matcher.find()).as(output).isTrue();
        return matcher.group();
    }
}
