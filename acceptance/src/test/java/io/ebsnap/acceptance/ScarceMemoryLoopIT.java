package io.ebsnap.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.acceptance.RunningDaemon.DaemonHome;
import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writing far more than may be dirty at a time to a volume that the daemon serves, and fills meanwhile: neither waits for the other. Alone, because the
 * limit is the machine's: whoever else writes is held up by it.
 */
@Tag("alone")
@RequiresLoopDevices
@Requires(root = true, file = "/dev/fuse", command = "losetup")
class ScarceMemoryLoopIT {

    private static final Path DIRTY_BYTES = Path.of("/proc/sys/vm/dirty_bytes");
    private static final int MIB_WRITTEN = 600;

    @RegisterExtension
    private final ScratchDisks disks = new ScratchDisks();

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void volumeTakesFarMoreThanMayBeDirty() throws IOException {
        DaemonHome home = DaemonHome.in(folder);
        try (RunningDaemon _ = RunningDaemon.start(home)) {
            CommandLine ebsnap = new CommandLine(home);
            Path source = disks.loop(1L << 30);
            disks.format("ext4", source);
            String snapshot = CommandLine.snapshotId(ebsnap.run("snapshot", "create", source.toString()));
            ebsnap.run("volume", "create", "--snapshot", snapshot, "--name", "db", "--init-rate", "1");
            Path device = Path.of(ebsnap.run("volume", "attach", "db").strip());
            disks.afterwards(() -> ebsnap.attempt("volume", "detach", "db", "--force"));
            Path mounted = Files.createDirectory(folder.resolve("mounted"));
            Commands.run("mount", device.toString(), mounted.toString());
            Path file = mounted.resolve("file");
            lowerDirtyLimit();
            Commands.run(
                    "sh",
                    "-c",
                    "yes ebsnap | dd bs=1M count=" + MIB_WRITTEN + " iflag=fullblock conv=fsync of=" + file);
            assertThat(Commands.run("sh", "-c", "stat -c %s " + file + "; grep -vxc ebsnap " + file + "; true"))
                    .isEqualTo((MIB_WRITTEN << 20) + "\n0");
            Commands.run("umount", mounted.toString());
            ebsnap.run("volume", "detach", "db");
        }
    }

    private void lowerDirtyLimit() throws IOException {
        String bytes = Commands.run("cat", DIRTY_BYTES.toString());
        Path ratio = DIRTY_BYTES.resolveSibling("dirty_ratio");
        String percent = Commands.run("cat", ratio.toString());
        disks.afterwards(() -> {
            if (bytes.equals("0")) {
                Files.writeString(ratio, percent);
            } else {
                Files.writeString(DIRTY_BYTES, bytes);
            }
        });
        Files.writeString(DIRTY_BYTES, Integer.toString(16 << 20));
    }
}
