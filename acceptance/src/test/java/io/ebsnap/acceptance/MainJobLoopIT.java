package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The main job by command line and daemon as a user has them, on real loop devices with a real file system. */
@RequiresLoopDevices
@Requires(command = "mkfs.ext4")
class MainJobLoopIT extends DaemonOnDisks {

    private static final long DEVICE_BYTES = 96L << 20;

    @Override
    CommandLine commandLine() {
        return CommandLine.processes(home);
    }

    @Test
    void fullAndIncrementalSnapshotsOfAFileSystemAreRestoredToTheByte() throws IOException {
        Path device = disks.loop(DEVICE_BYTES);
        disks.format("ext4", device);
        fill(device, 1);
        String firstContent = TestImage.digest(device);
        String volume = ebsnap.run("volume", "register", device.toString(), "--name", "data", "--tag", "app=shop");
        assertThat(volume).contains("vol-");
        String first = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data", "--description", "before"));
        fill(device, 2);
        String secondContent = TestImage.digest(device);
        String second = CommandLine.snapshotId(ebsnap.run("snapshot", "create", "data"));

        assertThat(restored(first)).isEqualTo(firstContent);
        assertThat(restored(second)).isEqualTo(secondContent);
        assertThat(ebsnap.run("snapshot", "show", first)).contains("before").contains("completed");
        assertThat(ebsnap.run("snapshot", "diff", first, second)).isNotBlank();
        assertThat(ebsnap.run("-o", "json", "snapshot", "list", "--filter", "status=completed"))
                .contains("\"Snapshots\"")
                .contains("\"SnapshotId\": \"" + first + "\"", "\"SnapshotId\": \"" + second + "\"")
                .contains("\"Progress\": \"100%\"");

        ebsnap.run("snapshot", "delete", first);
        ebsnap.run("store", "gc");
        assertThat(restored(second)).as("after its parent was deleted").isEqualTo(secondContent);
        assertThat(ebsnap.run("store", "verify")).isNotBlank();
        assertThat(ebsnap.attempt("snapshot", "show", first).status()).isEqualTo(3);
    }

    @Test
    void mountedDeviceIsFrozenForItsSnapshotAndThawedAfterwards() throws IOException {
        Path device = disks.loop(DEVICE_BYTES);
        disks.format("ext4", device);
        Path mounted = disks.mount(device);
        Files.writeString(mounted.resolve("hello"), "world");
        String snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", device.toString()));
        Files.writeString(mounted.resolve("later"), "not in the snapshot");

        Path target = disks.loop(DEVICE_BYTES);
        ebsnap.run("restore", snapshot, target.toString());
        Commands.run("fsck.ext4", "-fn", target.toString());
        Path restored = disks.mount(target, "-o", "ro");
        assertThat(restored.resolve("hello")).hasContent("world");
        assertThat(restored.resolve("later")).doesNotExist();
    }

    @Test
    void restoreRefusesMountedSmallAndUsedTargets() throws IOException {
        Path device = disks.loop(DEVICE_BYTES);
        disks.format("ext4", device);
        String snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", device.toString()));

        Path used = disks.loop(DEVICE_BYTES);
        disks.format("ext4", used);
        Commands.Result overwriting = ebsnap.attempt("restore", snapshot, used.toString());
        assertThat(overwriting.status()).as(overwriting.output()).isEqualTo(4);
        assertThat(overwriting.output()).contains("--force");

        Commands.Result small =
                ebsnap.attempt("restore", snapshot, disks.loop(DEVICE_BYTES / 2).toString());
        assertThat(small.status()).as(small.output()).isIn(2, 4);

        disks.mount(used);
        Commands.Result mounted = ebsnap.attempt("restore", snapshot, used.toString(), "--force");
        assertThat(mounted.status()).as(mounted.output()).isEqualTo(4);
        assertThat(mounted.output()).contains("mounted");
    }

    @Test
    void storeIsReadableAgainWithARecoveryFileAndNotWithout() throws IOException {
        Path device = disks.loop(DEVICE_BYTES);
        disks.format("ext4", device);
        String content = TestImage.digest(device);
        String snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", device.toString()));
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse battery staple\n");
        Path recovery = folder.resolve("recovery");
        ebsnap.run("key", "export", recovery.toString(), "--passphrase-file", passphrase.toString());
        assertThat(daemon.stop()).isZero();

        Files.delete(home.data().resolve("keystore"));
        daemon = RunningDaemon.launch(home, Map.of());
        assertThat(daemon.awaitEnd()).as("a store without its keystore").isNotZero();
        assertThat(daemon.log()).contains("keystore").contains("--recover");

        Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
        Commands.run(
                Checkout.script("ebsnapd").toString(),
                "--config",
                home.config().toString(),
                "--data-dir",
                home.data().toString(),
                "--recover",
                recovery.toString(),
                "--passphrase-file",
                passphrase.toString());
        daemon = RunningDaemon.start(home);
        assertThat(restored(snapshot)).isEqualTo(content);
    }

    private String restored(String snapshot) throws IOException {
        Path target = disks.loop(DEVICE_BYTES);
        ebsnap.run("restore", snapshot, target.toString());
        return TestImage.digest(target);
    }

    private void fill(Path device, long seed) throws IOException {
        Path mounted = Files.createTempDirectory(folder, "mnt");
        Commands.run("mount", device.toString(), mounted.toString());
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] content = new byte[random.nextInt(1 << 20)];
            random.nextBytes(content);
            Files.write(mounted.resolve("file" + random.nextInt(40)), content);
        }
        Commands.run("umount", mounted.toString());
    }
}
