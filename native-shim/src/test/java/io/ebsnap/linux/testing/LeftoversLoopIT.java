package io.ebsnap.linux.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.Linux;
import io.ebsnap.linux.LoopDevice;
import io.ebsnap.linux.LoopOptions;
import io.ebsnap.linux.jnr.JnrLinux;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@RequiresLoopDevices
class LeftoversLoopIT {

    private final Linux linux = JnrLinux.load();

    private static long deadProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    @Test
    void whatADeadTestProcessLeftIsUnmountedDetachedAndDeleted() throws Exception {
        Path orphan = Files.createTempDirectory("ebsnap-test-" + deadProcess() + "-");
        Path image = orphan.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(16 << 20);
        }
        Commands.run("mkfs.ext4", "-qF", image.toString());
        Path mount = Files.createDirectory(orphan.resolve("mount"));
        try (LoopDevice device = linux.loopControl().attach(LoopOptions.of(image))) {
            Commands.run("mount", device.path().toString(), mount.toString());
        }
        assertThat(linux.loopControl().attachedTo(image)).hasSize(1);

        Leftovers.remove(linux, orphan);

        assertThat(orphan).doesNotExist();
        assertThat(linux.loopControl().attached())
                .noneMatch(loop -> loop.backingFile().startsWith(orphan));
        assertThat(linux.deviceInventory().mounts())
                .noneMatch(each -> each.mountPoint().startsWith(orphan));
    }

    @Test
    void onlyDirectoriesOfDeadTestProcessesAreOrphans() throws Exception {
        assertThat(Leftovers.orphaned(Path.of("/tmp/ebsnap-test-" + deadProcess() + "-1")))
                .isTrue();
        assertThat(Leftovers.orphaned(
                        Path.of("/tmp/ebsnap-test-" + ProcessHandle.current().pid() + "-1")))
                .isFalse();
        assertThat(Leftovers.orphaned(Path.of("/tmp/ebsnap-1"))).isFalse();
    }
}
