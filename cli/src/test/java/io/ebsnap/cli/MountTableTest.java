package io.ebsnap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where something is mounted, by the kernel's own table. */
class MountTableTest {

    @Test
    void theRootIsAMountPointAndANewDirectoryIsNone(@TempDir Path directory) {
        assertThat(MountTable.has(Path.of("/proc"))).isTrue();
        assertThat(MountTable.has(directory)).isFalse();
        assertThat(MountTable.has(directory.resolve("none"))).isFalse();
    }

    @Test
    void namesWithSpacesAreReadAsTheyAre() {
        assertThat(MountTable.mountPoint("36 35 98:0 / /mnt/a\\040b\\134c rw,noatime - ext3 /dev/root rw"))
                .isEqualTo("/mnt/a b\\c");
        assertThat(MountTable.mountPoint("36 35")).isEmpty();
    }
}
