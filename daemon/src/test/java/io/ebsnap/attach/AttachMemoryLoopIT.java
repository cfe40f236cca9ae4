package io.ebsnap.attach;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebsnap.linux.testing.Commands;
import io.ebsnap.linux.testing.Requires;
import io.ebsnap.linux.testing.RequiresLoopDevices;
import io.ebsnap.linux.testing.ScratchDisks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who writes to a device through the page cache needs memory, and memory is had by writing to the device. */
@Tag("alone")
@RequiresLoopDevices
@Requires(root = true, file = "/dev/fuse", command = "losetup")
class AttachMemoryLoopIT {

    private static final int SIZE = 1 << 30;
    private static final int LIMIT = 256 << 20;
    private static final Path DIRTY_BYTES = Path.of("/proc/sys/vm/dirty_bytes");
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    @RegisterExtension
    final ScratchDisks disks = new ScratchDisks();

    /** The server is under the same limit as the writer, as it is in a container. */
    @Test
    @Timeout(180)
    void writingFarMoreThanThereIsMemoryForDoesNotHang() throws Exception {
        ServerProcess.Place place =
                new ServerProcess.Place(disks, new ScratchAttachments(disks), disks.image(SIZE), SIZE);
        lowerDirtyLimit();
        String join = group();
        ServerProcess server = ServerProcess.start(place, join);
        disks.format("ext4", server.device());
        Path point = Files.createDirectory(disks.directory().resolve("point"));
        disks.afterwards(() -> Commands.attempt("umount", point.toString()));
        Commands.run("mount", server.device().toString(), point.toString());
        Path file = point.resolve("file");
        Commands.run("sh", "-c", join + "yes ebsnap | dd bs=1M count=700 iflag=fullblock of=" + file + " conv=fsync");
        assertThat(Commands.run("sh", "-c", "stat -c %s " + file + "; grep -vxc ebsnap " + file + "; true"))
                .isEqualTo((700 << 20) + "\n0");
        Commands.run("umount", point.toString());
        server.stop();
    }

    private void lowerDirtyLimit() throws IOException {
        // These files give all they have to the first read of them only, and Java's whole-file readers begin with one
        // byte.
        String dirty = Commands.run("cat", DIRTY_BYTES.toString());
        String ratio =
                Commands.run("cat", DIRTY_BYTES.resolveSibling("dirty_ratio").toString());
        disks.afterwards(() -> {
            if (dirty.equals("0")) {
                Files.writeString(DIRTY_BYTES.resolveSibling("dirty_ratio"), ratio);
            } else {
                Files.writeString(DIRTY_BYTES, dirty);
            }
        });
        Files.writeString(DIRTY_BYTES, Integer.toString(16 << 20));
    }

    /** What a shell does first to be in a group of little memory; nothing where no such group can be made. */
    private String group() throws IOException {
        Path parent = Files.exists(GROUPS.resolve("memory")) ? GROUPS.resolve("memory") : GROUPS;
        Path group = parent.resolve("ebsnap-test-" + ProcessHandle.current().pid());
        if (!Commands.succeeds("mkdir", group.toString())) {
            return "";
        }
        disks.afterwards(() -> removeGroup(group));
        for (String limit : new String[] {"memory.max", "memory.limit_in_bytes"}) {
            if (Files.exists(group.resolve(limit))) {
                Files.writeString(group.resolve(limit), Integer.toString(LIMIT));
                return "echo $$ > " + group + "/cgroup.procs && ";
            }
        }
        return "";
    }

    private static void removeGroup(Path group) throws Exception {
        for (int attempt = 0; !Commands.succeeds("rmdir", group.toString()) && attempt < 50; attempt++) {
            Thread.sleep(Duration.ofMillis(100));
        }
    }
}
