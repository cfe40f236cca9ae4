package io.ebsnap.store.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSystemIdentitiesTest {

    @TempDir
    private Path folder = Path.of("");

    private Path root;
    private Path table;
    private FileSystemIdentities identities;

    @BeforeEach
    void begin() throws IOException {
        root = folder.toRealPath();
        table = root.resolve("mountinfo");
        identities = new FileSystemIdentities(table, root.resolve("by-uuid"));
    }

    private void mounted(String... lines) throws IOException {
        Files.writeString(table, "21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/none1 rw\n" + String.join("\n", lines));
    }

    @Test
    void theDeepestAndLatestMountCountsAndNotOneWithTheSameBeginning() throws IOException {
        Path mount = Files.createDirectories(root.resolve("mnt"));
        Path beside = Files.createDirectories(root.resolve("mnt2"));
        mounted(
                "22 21 8:17 / " + mount + " rw - xfs /dev/none2 rw",
                "23 22 8:33 / " + mount + " rw shared:7 - btrfs /dev/none3 rw");
        assertThat(identities.of(mount.resolve("not/there"))).isEqualTo("btrfs /dev/none3 at " + mount);
        assertThat(identities.of(beside)).isEqualTo("ext4 /dev/none1 at /");
    }

    @Test
    void aDeviceIsKnownByItsUuidAndBlanksAreRead() throws IOException {
        Path mount = Files.createDirectories(root.resolve("my disk"));
        Path device = Files.createFile(root.resolve("sdz"));
        Files.createDirectory(root.resolve("by-uuid"));
        Files.createSymbolicLink(root.resolve("by-uuid/1234-abcd"), device);
        mounted("22 21 8:17 /sub " + mount.toString().replace(" ", "\\040") + " rw - ext4 " + device + " rw");
        assertThat(identities.of(mount)).isEqualTo("ext4 UUID=1234-abcd part /sub at " + mount);
    }

    @Test
    void theMachinesOwnTableIsRead() throws IOException {
        FileSystemIdentities own =
                new FileSystemIdentities(Path.of("/proc/self/mountinfo"), Path.of("/dev/disk/by-uuid"));
        assertThat(own.of(Path.of("/proc"))).isEqualTo("proc proc at /proc");
    }
}
